namespace LambdaOps.Cli.Hosting;

/// <summary>
/// The checkout that this command line was built from: drills publish its functions and deploy its template.
/// </summary>
public static class Repository
{
    /// <exception cref="UsageException">Neither the working folder nor the program lies in a checkout.</exception>
    public static string Root { get; } =
        Find(Environment.CurrentDirectory)
        ?? Find(AppContext.BaseDirectory)
        ?? throw new UsageException("no LambdaOps.sln above this folder; run it inside a checkout of LambdaOps");

    public static string Template => Path.Combine(Root, "serverless.template");

    public static string Estate => Path.Combine(Root, "estate.json");

    /// <summary>Each procedure's paragraph and diagram.</summary>
    public static string Procedures => Path.Combine(Root, "src", "PROCEDURES.md");

    /// <summary>The roots that the functions trust.</summary>
    public static string Trust => Path.Combine(Root, "src", "LambdaOps.Functions", "trust.pem");

    private static string? Find(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "LambdaOps.sln")))
            {
                return at.FullName;
            }
        }

        return null;
    }
}
