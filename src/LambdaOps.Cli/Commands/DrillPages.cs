using System.Collections.Immutable;
using LambdaOps.Cli.Hosting;
using LambdaOps.Drills;
using LambdaOps.Engine;

namespace LambdaOps.Cli.Commands;

/// <summary>drill --html: the incidents of one drill as pages.</summary>
internal sealed class DrillPages
{
    private readonly string? _file;
    private ImmutableArray<string> _pages = [];

    private DrillPages(string? file) => _file = file;

    /// <param name="file">Null where no page is asked for.</param>
    /// <exception cref="UsageException">It is asked for with several drills.</exception>
    public static DrillPages In(string? file, int drills) =>
        file is null || drills == 1
            ? new(file)
            : throw new UsageException($"--html: found {drills} drills, expected the name of one");

    /// <summary>Takes the incidents as they stand at the drill's end.</summary>
    public void Take(Simulation simulation)
    {
        if (_file is null)
        {
            return;
        }

        lock (simulation.World.Gate)
        {
            _pages =
            [
                .. new RecordedIncidents(simulation)
                    .All()
                    .Select(incident =>
                        Notices
                            .Page(
                                simulation.Options.Estate,
                                incident,
                                simulation.World.Clock.Now,
                                $"lambdaops report {incident.Id}"
                            )
                            .Page
                    ),
            ];
        }
    }

    /// <summary>The first into the file, the others beside it: FILE-2.html, FILE-3.html.</summary>
    /// <exception cref="UsageException">A file cannot be written.</exception>
    public async Task WriteAsync(CancellationToken stop)
    {
        if (_file is null)
        {
            return;
        }

        if (_pages.IsEmpty)
        {
            Console.WriteLine("no incident was opened: no page is written");
        }

        foreach (var (index, page) in _pages.Index())
        {
            await PageFile.WriteAsync(index == 0 ? _file : Beside(_file, index + 1), page, stop);
        }
    }

    private static string Beside(string file, int number) =>
        Path.Combine(
            Path.GetDirectoryName(file) ?? "",
            FormattableString.Invariant($"{Path.GetFileNameWithoutExtension(file)}-{number}{Path.GetExtension(file)}")
        );
}
