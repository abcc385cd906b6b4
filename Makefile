# 两条命令就够：make run（装好并跑一遍样例），make test（装好并通过全部测试）
PYTHON ?= python3.11
VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.ready

.PHONY: run test suite walks test-hermetic lint bench fuzz kills labelled window schema lock manual build windows test-windows portable release start-time clean


$(STAMP): requirements.lock packaging/system-packages.txt packaging/setup.sh
	bash packaging/setup.sh "$(PYTHON)" "$(VENV)"
	touch $@

run: $(STAMP)            ## 用样例走完全程：out/ 里有光盘目录和每一页的截图
	$(PY) packaging/run_sample.py out

window: $(STAMP)         ## 打开窗口
	$(PY) -m ui

$(VENV)/.ready-to-test: $(STAMP) packaging/test-packages.txt
	bash packaging/setup.sh --packages packaging/test-packages.txt
	touch $@

test: $(VENV)/.ready-to-test   ## 全部测试
	$(MAKE) -j 2 lint suite

# Hundreds of programs are started: each finds its modules compiled, and none takes more than one thread to reckon.
# eatmydata: nothing is brought to the disk's platters; whether it would be, tests count by the calls.
suite: export PYTHONDONTWRITEBYTECODE :=
suite: export OPENBLAS_NUM_THREADS := 1
suite: $(VENV)/.ready-to-test
	QT_QPA_PLATFORM=offscreen $$(command -v eatmydata) $(PY) -m pytest -n 2 -m "not walk" tests

walks: $(VENV)/.ready-to-test   ## 从头走到尾的几条长路，像人一样点着走：样例、十六市、另造的通知
	OPENBLAS_NUM_THREADS=1 QT_QPA_PLATFORM=offscreen $$(command -v eatmydata) $(PY) -m pytest -n 2 -m walk tests

lint: $(STAMP)
	$(PY) -m ruff check app ui tests packaging
	$(PY) -m mypy

test-hermetic: $(VENV)/.ready-to-test   ## 随机次序、外国语言、别的主目录、更多字体，再测一遍
	$(PY) -m tests.hermetic

bench: $(STAMP)          ## 速度与内存，只报比值
	$(PY) -m tests.bench

fuzz: $(STAMP)           ## 两分钟坏文件，喂给每一种读取程序
	$(PY) -m tests.fuzz --seconds 120

labelled: $(STAMP)       ## 标注过的材料包：好的有没有被冤枉，坏的有没有说出来
	$(PY) -m tests.labelled

kills: $(STAMP)          ## 随机时刻杀死一千次：收集、制盘、映像、接收、备份，之后一切如常
	$(PY) -m tests.kills

schema: $(STAMP)         ## submission.json 的 JSON Schema，给别的接收程序
	$(PY) -c "from app.disc import submission_json as s; print(s.json_schema().decode(), end='')" > resources/submission.schema.json

lock:                    ## 重新固定依赖（需要 uv）
	uv pip compile pyproject.toml --group dev --override packaging/overrides.txt --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --python-version 3.11 --universal -o requirements.lock

manual: run              ## 走一遍样例，把每一页的截图放进使用手册
	$(PY) packaging/manual_pictures.py out/截图

build: manual            ## 打包成可直接运行的文件夹，并让它自检
	$(PY) -m PyInstaller --noconfirm build.spec
	dist/baopan/baopan-cli selfcheck

windows: manual          ## Windows 的文件夹和 zip：dist/windows（要 root；第一次约半小时）
	bash packaging/windows/build.sh

test-windows: $(STAMP)   ## 在 Wine 里试一遍 dist/windows：自检、样例全程、窗口截图、一部分测试（要 root）
	bash packaging/windows/test.sh

portable: manual         ## 一个文件夹，glibc 2.28 以后的 Linux 桌面都能用（需要 root 和 Debian）
	bash packaging/linux/portable.sh "$(PY)"

release: portable windows  ## 要交出去的一切：压缩包、安装包、手册、许可、物料清单、校验值
	PYTHONPATH=.:packaging QT_QPA_PLATFORM=offscreen $(PY) -m release.hand_out

start-time:              ## 打包好的程序多久看得见窗口，冷的和热的
	PYTHONPATH=packaging $(PY) -m release.start dist/linux/baopan

clean:
	rm -rf out build dist
