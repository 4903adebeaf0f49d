using LambdaOps.Cli;
using LambdaOps.Cli.Hosting;

namespace LambdaOps.Benchmarks.ColdStart;

/// <summary>What the function trusts: a file and a folder of roots, as OpenSSL's two variables name them.</summary>
internal sealed record TrustStore(string Name, string Roots, string Folder)
{
    private static readonly string[] s_bundles =
    [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ];

    private static readonly string[] s_folders = ["/etc/ssl/certs", "/etc/pki/tls/certs"];

    /// <summary>The system's store with one root more.</summary>
    /// <exception cref="UsageException">This system has no bundle where systems have it.</exception>
    public static TrustStore System(string root, DirectoryInfo folder)
    {
        var bundle =
            s_bundles.FirstOrDefault(File.Exists)
            ?? throw new UsageException(
                $"found no trust store, expected one of {string.Join(", ", s_bundles)} "
                    + "(Debian: apt-get install ca-certificates)"
            );
        return new TrustStore(
            "system's trust store",
            Write(bundle, root, folder, "system.pem"),
            s_folders.First(Directory.Exists)
        );
    }

    /// <summary>The roots that are shipped with the functions and one more, and no folder.</summary>
    public static TrustStore Shipped(string root, DirectoryInfo folder) =>
        new(
            "shipped trust.pem",
            Write(
                Path.Combine(Repository.Root, "src", "LambdaOps.Functions", "trust.pem"),
                root,
                folder,
                "shipped.pem"
            ),
            Path.Combine(folder.FullName, "no-other-trust")
        );

    public string Describe() =>
        FormattableString.Invariant(
            $"{File.ReadAllText(Roots).Split("-----BEGIN CERTIFICATE-----").Length - 1} roots in the file, "
        ) + (Directory.Exists(Folder) ? $"folder {Folder}" : "no folder");

    private static string Write(string bundle, string root, DirectoryInfo folder, string name)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, $"{File.ReadAllText(bundle)}\n{root}\n");
        return path;
    }
}
