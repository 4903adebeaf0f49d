using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Resources;

// What may be changed about a folder of temporary files.
public sealed partial class ChangeKind
{
    internal static ImmutableArray<ChangeKind> OfStorage => [DeleteTemporaryFiles];

    /// <summary>Whoever makes a delete depend on an ETag must be allowed to read the object.</summary>
    public static ChangeKind DeleteTemporaryFiles { get; } =
        new("deleteTemporaryFiles") { Resource = "Storage", Permissions = ["s3:DeleteObject", "s3:GetObject"] };
}

[JsonDerivedType(typeof(DeleteTemporaryFiles), "deleteTemporaryFiles")]
public abstract partial record Change
{
    /// <summary>
    /// Deletes files, each only while it is the one that was seen. No version is ever deleted: where the bucket keeps
    /// them, each gets a delete marker.
    /// </summary>
    /// <param name="Prefix">Every key begins with it.</param>
    public sealed record DeleteTemporaryFiles(string Bucket, string Prefix, ImmutableArray<StoredFile> Files) : OfCheck
    {
        /// <summary>S3's bound of one request.</summary>
        public const int MostFiles = 1000;

        /// <exception cref="ArgumentException">A key is not in the folder, or there are none or too many.</exception>
        public ImmutableArray<StoredFile> Files { get; init; } = Within(Prefix, Files);

        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.DeleteTemporaryFiles;

        [JsonIgnore]
        public override string Description => Text($"delete {Files.Length} files of {Bucket}/{Prefix}");

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("target", $"{Bucket}/{Prefix}"), ("count", Text($"{Files.Length}"))];

        [JsonIgnore]
        public override bool IsRepeatable => true;

        private static ImmutableArray<StoredFile> Within(string prefix, ImmutableArray<StoredFile> files) =>
            files.FirstOrDefault(file => !TemporaryFolder.IsUnder(prefix, file.Key)) is { } other
                ? throw new ArgumentException($"{other.Key} is not under {prefix}", nameof(files))
            : files.Length is 0 or > MostFiles
                ? throw new ArgumentException(Text($"{files.Length} files, expected 1 to {MostFiles}"), nameof(files))
            : files;
    }
}
