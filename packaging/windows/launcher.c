// Starts the Python that lies in _internal\python with one module of the program: WINDOW, or else the command line.
// The interpreter runs in this very process, so Windows shows its name and icon everywhere; the children that
// the program starts are python.exe or pythonw.exe, which Python is told it is.
#include <wchar.h>
#include <windows.h>

#define LONGEST 32768  // characters of a path, with its closing zero

#ifdef WINDOW
#define MODULE L"ui"
#define INTERPRETER L"\\pythonw.exe"
#else
#define MODULE L"app"
#define INTERPRETER L"\\python.exe"
#endif

typedef int (*Main)(int, wchar_t **);

static int refuse(const wchar_t *detail) {
    static wchar_t words[LONGEST + 100];
    _snwprintf(words, LONGEST + 99, L"程序不完整，没有打开。\n\n请把压缩包全部解压到一个文件夹里，再从那里打开。\n\n（%ls）", detail);
#ifdef WINDOW
    MessageBoxW(NULL, words, L"标杆报盘", MB_OK | MB_ICONERROR);
#else
    DWORD written;
    HANDLE error = GetStdHandle(STD_ERROR_HANDLE);
    if (!WriteConsoleW(error, words, (DWORD)wcslen(words), &written, NULL)) {
        static char told[4 * (LONGEST + 100)];  // a file or a pipe: UTF-8
        int length = WideCharToMultiByte(CP_UTF8, 0, words, -1, told, sizeof told, NULL, NULL);
        WriteFile(error, told, (DWORD)length - 1, &written, NULL);
    }
#endif
    return 3;
}

static int start(int count, wchar_t **words) {
    static wchar_t folder[LONGEST], library[LONGEST + 20], interpreter[LONGEST + 20];
    DWORD length = GetModuleFileNameW(NULL, folder, LONGEST - 40);
    wchar_t *end = wcsrchr(folder, L'\\');
    if (length == 0 || end == NULL) return refuse(L"GetModuleFileName");
    wcscpy(end, L"\\_internal\\python");
    wcscat(wcscpy(library, folder), L"\\python311.dll");
    wcscat(wcscpy(interpreter, folder), INTERPRETER);
    AddDllDirectory(folder);  // where modules find the libraries that the interpreter brings
    HMODULE python = LoadLibraryExW(library, NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    Main run = python == NULL ? NULL : (Main)(void *)GetProcAddress(python, "Py_Main");
    if (run == NULL) return refuse(L"_internal\\python\\python311.dll");
    wchar_t **told = HeapAlloc(GetProcessHeap(), 0, (count + 3) * sizeof *told);
    if (told == NULL) return refuse(L"HeapAlloc");
    told[0] = interpreter, told[1] = L"-m", told[2] = MODULE;
    for (int number = 1; number <= count; number++) told[number + 2] = words[number];  // the last is NULL
    return run(count + 2, told);
}

#ifdef WINDOW
int WINAPI wWinMain(HINSTANCE program, HINSTANCE before, wchar_t *line, int shown) {
    (void)program, (void)before, (void)line, (void)shown;
    return start(__argc, __wargv);
}
#else
int wmain(int count, wchar_t **words) { return start(count, words); }
#endif
