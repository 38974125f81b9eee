namespace Ledger.Integration.Running;

/// <summary>Where the repository stands that these tests were built from, and the programs that were built with them.</summary>
internal static class Repository
{
    // …/tests/Integration/bin/<configuration>/<framework>/
    private static readonly DirectoryInfo Here = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    private static readonly string Root = Here.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;

    /// <summary>A file or folder of the repository.</summary>
    public static string Of(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>A project's build output, of the configuration these tests were built in.</summary>
    /// <param name="project">The project's folder, such as <c>services/Host</c>.</param>
    /// <param name="assembly">The program's file name.</param>
    /// <exception cref="FileNotFoundException">It was not built in this configuration.</exception>
    public static string ProgramOf(string project, string assembly)
    {
        var program = Of([.. project.Split('/'), "bin", Here.Parent!.Name, Here.Name, assembly]);
        return File.Exists(program) ? program : throw new FileNotFoundException($"{program} is not there: build {project} in the configuration {Here.Parent.Name}");
    }
}
