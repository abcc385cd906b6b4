// launcher.c once more, for build.ps1: the compiler that every Windows has reads C# 5.
using System;
using System.IO;
using System.Runtime.InteropServices;

static class Launcher {
#if WINDOW
    const string Module = "ui", Interpreter = "pythonw.exe";
#else
    const string Module = "app", Interpreter = "python.exe";
#endif

    [DllImport("kernel32", CharSet = CharSet.Unicode)]
    static extern IntPtr AddDllDirectory(string folder);
    [DllImport("kernel32", CharSet = CharSet.Unicode, SetLastError = true)]
    static extern IntPtr LoadLibraryExW(string path, IntPtr none, uint flags);
    [DllImport("kernel32", CharSet = CharSet.Ansi, SetLastError = true)]
    static extern IntPtr GetProcAddress(IntPtr library, string name);
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    delegate int PyMain(int count, IntPtr[] words);

    const uint DllLoadDir = 0x100, DefaultDirs = 0x1000;  // LOAD_LIBRARY_SEARCH_…

    static int Refuse(string detail) {
        string words = "程序不完整，没有打开。\n\n请把压缩包全部解压到一个文件夹里，再从那里打开。\n\n（" + detail + "）";
#if WINDOW
        System.Windows.Forms.MessageBox.Show(words, "标杆报盘");
#else
        Console.Error.WriteLine(words);
#endif
        return 3;
    }

    [STAThread]
    static int Main(string[] words) {
        string own = System.Reflection.Assembly.GetExecutingAssembly().Location;
        string folder = Path.Combine(Path.GetDirectoryName(own), "_internal", "python");
        AddDllDirectory(folder);
        IntPtr library = LoadLibraryExW(Path.Combine(folder, "python311.dll"), IntPtr.Zero, DllLoadDir | DefaultDirs);
        IntPtr entry = library == IntPtr.Zero ? IntPtr.Zero : GetProcAddress(library, "Py_Main");
        if (entry == IntPtr.Zero) return Refuse("_internal\\python\\python311.dll");
        var told = new IntPtr[words.Length + 4];  // the last is zero
        string[] before = { Path.Combine(folder, Interpreter), "-m", Module };
        for (int number = 0; number < 3; number++) told[number] = Marshal.StringToHGlobalUni(before[number]);
        for (int number = 0; number < words.Length; number++) told[number + 3] = Marshal.StringToHGlobalUni(words[number]);
        var run = (PyMain)Marshal.GetDelegateForFunctionPointer(entry, typeof(PyMain));
        return run(words.Length + 3, told);
    }
}
