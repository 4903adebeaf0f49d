using System.Globalization;

namespace LambdaOps.Core.Incidents;

/// <summary>
/// The end of a wait, and what is decided from then on. It is counted from the incident or an attempt, never from the
/// last good look: good looks in between would put it off for ever. The loop holds it, in one place
/// (<see cref="Overdue"/>).
/// </summary>
public abstract record Until
{
    private Until() { }

    /// <summary>
    /// Nothing is expected but that it gets well: as long as an incident may go on without on-call, and once they have
    /// it, as long as it is monitored.
    /// </summary>
    public sealed record OnCall : Until
    {
        public override string ToString() => "on-call is notified";
    }

    /// <summary>Something is expected by that moment; without it, that is decided.</summary>
    public sealed record Moment : Until
    {
        /// <exception cref="ArgumentException">It would wait again.</exception>
        public Moment(DateTimeOffset at, Decision then)
        {
            if (then.Until is not null)
            {
                throw new ArgumentException("a wait that ends in a wait has no end", nameof(then));
            }

            (At, Then) = (at, then);
        }

        public DateTimeOffset At { get; }

        public Decision Then { get; }

        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{At:HH:mm:ss} UTC, then {Then.GetType().Name}");
    }

    /// <summary>The sooner of the two.</summary>
    public Until OrAt(DateTimeOffset at, Decision then) =>
        this is Moment { At: var mine } && mine <= at ? this : new Moment(at, then);
}
