using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Nights;

/// <summary>A bucket with a folder of temporary files and other files beside it; people write files anew.</summary>
public sealed class TemporaryFilesNight : NightResource
{
    private const int PageSize = 40;

    private readonly SortedDictionary<string, StoredFile> _files = new(StringComparer.Ordinal);
    private readonly TemporaryFolder _folder = new("static", "temp/", AfterDays: 7, Delete: true);
    private string? _broken;
    private int _number;

    public TemporaryFilesNight(ulong seed, DateTimeOffset start)
    {
        var chance = Chance.StreamOf(seed, "files");
        for (var left = 20 + chance.Below(200); left > 0; left--)
        {
            var folder = chance.Below(6) switch
            {
                0 => "index/",
                1 => "temporary/",
                _ => "temp/",
            };
            Write($"{folder}{chance.Below(10_000):0000}", start - chance.Between(TimeSpan.Zero, TimeSpan.FromDays(30)));
        }
    }

    public override ProcedureName Check => new("temporaryFiles");

    public override ImmutableArray<LookCall> Looks =>
        [
            LookCall.To(StorageLooks.Files, (at, _) => Task.FromResult(Page((FilePage)at.Target))),
            LookCall.To(
                StorageLooks.Lifecycle,
                (_, _) => Task.FromResult(new BucketLifecycle(KeepsVersions: false, []))
            ),
        ];

    public override ImmutableArray<ChangeCall> Changes =>
        [
            ChangeCall.To<Change.DeleteTemporaryFiles>(
                ChangeKind.DeleteTemporaryFiles,
                (change, _, _) => Task.FromResult<ActionOutcome>(Delete(change))
            ),
        ];

    private DateTimeOffset Now { get; set; }

    public override Estate Name(Estate estate) => estate with { TemporaryFiles = [_folder] };

    /// <summary>Someone writes a file, often one that is there.</summary>
    public override void Interfere(Chance chance, DateTimeOffset now)
    {
        Now = now;
        Write(
            chance.Below(3) == 0 || _files.Count == 0
                ? $"temp/{chance.Below(10_000):0000}"
                : _files.Keys.ElementAt(chance.Below(_files.Count)),
            now
        );
    }

    public override string? Broken(DateTimeOffset now)
    {
        Now = now;
        return _broken;
    }

    public override string? Undone(CheckReport last, DateTimeOffset now) =>
        _files
            .Values.Where(file => file.Key.StartsWith(_folder.Prefix, StringComparison.Ordinal))
            .Where(file => last.StartedAt - file.WrittenAt > TimeSpan.FromDays(_folder.AfterDays))
            .Select(file => $"{file.Key} of {file.WrittenAt:O} is still there")
            .FirstOrDefault();

    private void Write(string key, DateTimeOffset at) =>
        _files[key] = new StoredFile(
            key,
            string.Create(CultureInfo.InvariantCulture, $"\"{_number++}\""),
            at,
            Bytes: 100
        );

    private StoredFiles Page(FilePage page)
    {
        var rest = _files
            .Values.Where(file => file.Key.StartsWith(page.Folder.Prefix, StringComparison.Ordinal))
            .Where(file => page.After is not { } after || string.CompareOrdinal(file.Key, after) > 0)
            .ToList();
        return new StoredFiles([.. rest.Take(PageSize)], rest.Count <= PageSize);
    }

    private ActionOutcome.Done Delete(Change.DeleteTemporaryFiles change)
    {
        var (done, left) = (0, 0);
        foreach (var file in change.Files)
        {
            if (!_files.TryGetValue(file.Key, out var now) || now.ETag != file.ETag)
            {
                left++;
                continue;
            }

            done++;
            _files.Remove(file.Key);
            _broken ??=
                !file.Key.StartsWith("temp/", StringComparison.Ordinal) ? $"{file.Key} is no temporary file"
                : Now - now.WrittenAt < TimeSpan.FromDays(7) ? $"{file.Key} was written {now.WrittenAt:O}"
                : null;
        }

        return new ActionOutcome.Done($"{done} deleted") { Tally = new ChangeTally(done, left) };
    }
}
