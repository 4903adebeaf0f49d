using System.Globalization;

namespace LambdaOps.Benchmarks.ColdStart;

/// <summary>The numbers of all cold starts, a line for each trust store, and when each request came.</summary>
internal static class ColdStartReport
{
    public static void Show(TrustStore[] stores, List<ColdRun> runs)
    {
        Console.WriteLine(
            FormattableString.Invariant(
                $"{runs.Count / stores.Length} cold starts each, side by side; load now {Machine.Load()}"
            )
        );
        Console.WriteLine();
        Console.WriteLine(
            $"{"ms from the process' start", -28}{"to UpdateService", 24}{"to the answer", 24}{"peak RSS, MB", 14}"
        );
        Console.WriteLine($"{"", -28}{"median", 8}{"p10", 8}{"p90", 8}{"median", 8}{"p10", 8}{"p90", 8}{"median", 14}");
        foreach (var store in stores)
        {
            var own = runs.Where(run => run.Trust == store).ToList();
            var memory = new Spread(own.Select(run => run.PeakMemory));
            Console.WriteLine(
                FormattableString.Invariant(
                    $"{store.Name, -28}{new Spread(own.Select(run => run.WriteMs!.Value)).Cells()}"
                )
                    + FormattableString.Invariant(
                        $"{new Spread(own.Select(run => run.AnswerMs!.Value)).Cells()}{memory.Median, 14:0}"
                    )
            );
        }

        Console.WriteLine();
        Array.ForEach(stores, store => Console.WriteLine($"{store.Name}: {store.Describe()}"));
        ShowCalls([.. runs.Where(run => run.Trust == stores[^1])]);
    }

    private static void ShowCalls(List<ColdRun> runs)
    {
        var calls = runs.SelectMany(run => run.Calls)
            .GroupBy(call => (call.Operation, call.Earlier))
            .Select(group => (group.Key.Operation, new Spread(group.Select(call => call.Ms)).Median))
            .OrderBy(call => call.Median)
            .ToList();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{calls.FindIndex(call => call.Operation == ColdRun.Write)} AWS requests before the write; "
                    + $"arrivals (median ms, shipped trust.pem):"
            )
        );
        foreach (var (operation, ms) in calls)
        {
            Console.WriteLine(FormattableString.Invariant($"{ms, 8:0.0}  {operation}"));
        }

        Console.WriteLine();
    }
}
