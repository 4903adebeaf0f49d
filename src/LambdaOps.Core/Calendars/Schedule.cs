namespace LambdaOps.Core.Calendars;

/// <summary>When the clock starts a procedure, by the wall clock of the estate's zone.</summary>
/// <remarks>
/// As EventBridge Scheduler does it: a time that the wall clock leaves out is skipped, one that it shows twice counts
/// once, at its first.
/// </remarks>
public abstract record Schedule
{
    private Schedule() { }

    /// <summary>It as EventBridge Scheduler writes it; its time zone is beside it.</summary>
    public abstract string Expression { get; }

    /// <summary>The longest time between two runs.</summary>
    public abstract TimeSpan Period { get; }

    /// <summary>The first time after that moment.</summary>
    public abstract DateTimeOffset Next(DateTimeOffset after, TimeZoneInfo zone);

    /// <summary>How many times lie between two runs: those that were missed.</summary>
    public int CountBetween(DateTimeOffset last, DateTimeOffset current, TimeZoneInfo zone)
    {
        const int Most = 10_000;
        var count = 0;
        for (var at = Next(last, zone); at < current && count < Most; at = Next(at, zone))
        {
            count++;
        }

        return count;
    }

    public abstract override string ToString();

    /// <summary>So long after each other, whatever the wall clock says, from the schedule's creation on.</summary>
    /// <param name="Each">Whole minutes, as Scheduler's precision is one.</param>
    public sealed record Every(TimeSpan Each) : Schedule
    {
        public override string Expression =>
            Each == TimeSpan.FromMinutes(1)
                ? "rate(1 minute)"
                : FormattableString.Invariant($"rate({Each.TotalMinutes:0} minutes)");

        public override TimeSpan Period => Each;

        public override DateTimeOffset Next(DateTimeOffset after, TimeZoneInfo zone) => after + Each;

        public override string ToString() => FormattableString.Invariant($"every {Each.TotalMinutes:0} minutes");
    }

    /// <summary>Once on each date that is one of its own.</summary>
    public abstract record ByDate : Schedule
    {
        private protected ByDate(TimeOnly at) => At = at;

        public TimeOnly At { get; }

        public sealed override DateTimeOffset Next(DateTimeOffset after, TimeZoneInfo zone)
        {
            var date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(after, zone).DateTime);
            while (true)
            {
                if (IsOn(date) && First(zone, date.ToDateTime(At)) is { } at && at > after)
                {
                    return at;
                }

                date = date.AddDays(1);
            }
        }

        protected abstract bool IsOn(DateOnly date);

        private protected string Clock => At.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);

        /// <summary>Scheduler counts days of the week from 1, Sunday.</summary>
        private protected static int Number(DayOfWeek day) => (int)day + 1;

        private protected string Cron(string days) =>
            FormattableString.Invariant($"cron({At.Minute} {At.Hour} {days})");

        /// <summary>When the wall clock first shows that time; null when it leaves it out.</summary>
        private static DateTimeOffset? First(TimeZoneInfo zone, DateTime wall) =>
            zone.IsInvalidTime(wall)
                ? null
                : new DateTimeOffset(
                    wall,
                    zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall)
                ).ToUniversalTime();
    }

    public sealed record Daily(TimeOnly Time) : ByDate(Time)
    {
        public override string Expression => Cron("* * ? *");

        public override TimeSpan Period => TimeSpan.FromDays(1);

        protected override bool IsOn(DateOnly date) => true;

        public override string ToString() => $"daily at {Clock}";
    }

    public sealed record Weekly(DayOfWeek Day, TimeOnly Time) : ByDate(Time)
    {
        public override string Expression => Cron(FormattableString.Invariant($"? * {Number(Day)} *"));

        public override TimeSpan Period => TimeSpan.FromDays(7);

        protected override bool IsOn(DateOnly date) => date.DayOfWeek == Day;

        public override string ToString() => $"{Day}s at {Clock}";
    }

    /// <summary>The month's first such day (第1日曜日).</summary>
    public sealed record FirstOfMonth(DayOfWeek Day, TimeOnly Time) : ByDate(Time)
    {
        public override string Expression => Cron(FormattableString.Invariant($"? * {Number(Day)}#1 *"));

        public override TimeSpan Period => TimeSpan.FromDays(35);

        protected override bool IsOn(DateOnly date) => IsFirst(Day, date);

        public override string ToString() => $"the month's first {Day} at {Clock}";
    }

    /// <summary>Each day from one of the month to another.</summary>
    /// <param name="First">From 1.</param>
    /// <param name="Last">At most 28, which every month has.</param>
    public sealed record DaysOfMonth(int First, int Last, TimeOnly Time) : ByDate(Time)
    {
        public override string Expression =>
            Cron(
                First == Last
                    ? FormattableString.Invariant($"{First} * ? *")
                    : FormattableString.Invariant($"{First}-{Last} * ? *")
            );

        public override TimeSpan Period => TimeSpan.FromDays(31 - (Last - First));

        protected override bool IsOn(DateOnly date) => date.Day >= First && date.Day <= Last;

        public override string ToString() =>
            First == Last
                ? FormattableString.Invariant($"day {First} of the month at {Clock}")
                : FormattableString.Invariant($"days {First} to {Last} of the month at {Clock}");
    }

    /// <summary>Whether a date is its month's first such day.</summary>
    public static bool IsFirst(DayOfWeek day, DateOnly date) => date.DayOfWeek == day && date.Day <= 7;
}
