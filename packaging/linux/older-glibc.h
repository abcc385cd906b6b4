/* Compiled in before every source: what glibc 2.29 gave a new version is asked for under the one of before, so that
   what is built here also starts on glibc 2.28 (UOS 20). packaging/linux/elf.py looks at the result. */
__asm__(".symver exp,exp@GLIBC_2.2.5");
__asm__(".symver exp2,exp2@GLIBC_2.2.5");
__asm__(".symver log,log@GLIBC_2.2.5");
__asm__(".symver log2,log2@GLIBC_2.2.5");
__asm__(".symver pow,pow@GLIBC_2.2.5");
