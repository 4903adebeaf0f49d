using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine.Tests.Fakes;

/// <summary>The journal in memory, with hooks around its calls, any of which may fail.</summary>
internal sealed class FakeJournal(TargetId target, TimeProvider time, Calls calls) : JournalInMemory(time)
{
    private TargetId _last = target;

    /// <summary>Of the target that was read last.</summary>
    public TargetRecord Record => Store[_last].Record;

    public List<TargetRecord> Saved { get; } = [];

    public IReadOnlyCollection<Incident> Ended => Store.Ended;

    public Action? BeforeSave { get; set; }

    /// <summary>Between a grant and its answer.</summary>
    public Action? AfterClaim { get; set; }

    /// <summary>Between a list and its answer.</summary>
    public Action? AfterList { get; set; }

    public void Steal() => Steal(_last);

    protected override Task<T> CallAsync<T>(string name, Func<T> effect) =>
        calls.MakeAsync($"journal.{name}", () => Make(name, effect));

    private T Make<T>(string name, Func<T> effect)
    {
        (name == "save" ? BeforeSave : null)?.Invoke();
        var answer = effect();
        _last = answer is JournalView view ? view.Record.Target : _last;
        Saved.AddRange(name == "save" && answer is Lease saved ? [Store[saved.Target].Record] : []);
        (
            name switch
            {
                "claim" when answer is Lease => AfterClaim,
                "listOpen" => AfterList,
                _ => null,
            }
        )?.Invoke();
        return answer;
    }
}
