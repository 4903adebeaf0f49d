using System.Globalization;
using CsCheck;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Resources.Tables;

public class ItemExpiryTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 15, 17, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_overdue = TimeSpan.FromHours(48);
    private static readonly long s_seconds = s_now.ToUnixTimeSeconds();

    public static TheoryData<string, string, ItemVerdict> TimesToLive =>
        new()
        {
            { "N", Digits(s_seconds + 1), ItemVerdict.Live },
            { "N", Digits(s_seconds), ItemVerdict.Live },
            { "N", Digits(s_seconds - 1), ItemVerdict.Expired },
            { "N", Digits(s_seconds - (48 * 3600)), ItemVerdict.Expired },
            { "N", Digits(s_seconds - (48 * 3600) - 1), ItemVerdict.Overdue },
            { "N", Digits(s_now.AddYears(-5).ToUnixTimeSeconds()), ItemVerdict.Overdue },
            { "N", Digits(s_now.AddYears(-5).ToUnixTimeSeconds() - 1), ItemVerdict.FiveYearsPast },
            { "N", "0", ItemVerdict.FiveYearsPast },
            { "N", Digits(s_seconds * 1000), ItemVerdict.Milliseconds },
            { "N", "5000000000", ItemVerdict.Live },
            { "S", Digits(s_seconds - 1), ItemVerdict.Unreadable },
            { "S", "2026-01-15T17:00:00Z", ItemVerdict.Unreadable },
            { "BOOL", "", ItemVerdict.Unreadable },
        };

    [Theory]
    [MemberData(nameof(TimesToLive))]
    public void ByTimeToLive_IsWhatDynamoDbMakesOfIt(string type, string text, ItemVerdict expected) =>
        Assert.Equal(expected, ItemExpiry.ByTimeToLive(new ItemValue(type, text), s_overdue, s_now));

    [Fact]
    public void WithoutTheAttribute_ThereIsNoTime()
    {
        Assert.Equal(ItemVerdict.Without, ItemExpiry.ByTimeToLive(null, s_overdue, s_now));
        Assert.Equal(ItemVerdict.Without, ItemExpiry.ByAge(null, Rule(null), s_now));
    }

    public static TheoryData<string, string, TimeUnit?, ItemVerdict> Ages =>
        new()
        {
            { "N", Digits(s_seconds - Days(30)), null, ItemVerdict.Live },
            { "N", Digits(s_seconds - Days(30) - 1), null, ItemVerdict.Expired },
            { "N", Digits(s_seconds - Days(31)), TimeUnit.Seconds, ItemVerdict.Expired },
            { "N", Digits((s_seconds - Days(31)) * 1000), null, ItemVerdict.Expired },
            { "N", Digits((s_seconds - Days(29)) * 1000), TimeUnit.Milliseconds, ItemVerdict.Live },
            { "N", Digits((s_seconds - Days(31)) * 1000), TimeUnit.Seconds, ItemVerdict.Unreadable },
            { "N", Digits(s_seconds - Days(31)), TimeUnit.Milliseconds, ItemVerdict.Unreadable },
            { "N", Digits(s_seconds - Days(31)), TimeUnit.Iso8601, ItemVerdict.Unreadable },
            { "N", Digits(s_seconds + 601), null, ItemVerdict.Future },
            { "N", Digits(s_seconds + 599), null, ItemVerdict.Live },
            { "N", "0", null, ItemVerdict.Unreadable },
            { "N", "0", TimeUnit.Seconds, ItemVerdict.Unreadable },
            { "N", "-1700000000", TimeUnit.Seconds, ItemVerdict.Unreadable },
            { "N", "99999999999999999999", TimeUnit.Seconds, ItemVerdict.Unreadable },
            { "N", "10000000000", null, ItemVerdict.Unreadable },
            { "S", "2025-12-16T16:59:59Z", null, ItemVerdict.Expired },
            { "S", "2025-12-16T17:00:00Z", null, ItemVerdict.Live },
            { "S", "2025-12-17T01:59:59.999+09:00", TimeUnit.Iso8601, ItemVerdict.Expired },
            { "S", "2025-12-17T02:00:00+09:00", null, ItemVerdict.Live },
            { "S", "2025-12-01T00:00:00", null, ItemVerdict.Unreadable },
            { "S", "2025-12-01", null, ItemVerdict.Unreadable },
            { "S", "01.12.2025", null, ItemVerdict.Unreadable },
            { "S", "1700000000", null, ItemVerdict.Unreadable },
            { "S", "2025-12-01T00:00:00Z", TimeUnit.Seconds, ItemVerdict.Unreadable },
            { "S", "0001-01-01T00:00:00Z", null, ItemVerdict.Unreadable },
            { "S", "2027-01-01T00:00:00Z", null, ItemVerdict.Future },
            { "NULL", "", null, ItemVerdict.Unreadable },
        };

    [Theory]
    [MemberData(nameof(Ages))]
    public void ByAge_KeepsWhatIsNotCertain(string type, string text, TimeUnit? unit, ItemVerdict expected) =>
        Assert.Equal(expected, ItemExpiry.ByAge(new ItemValue(type, text), Rule(unit), s_now));

    [Fact]
    public void ByAge_OfATimeThatWasWrittenIsItsAge() =>
        Gen.Select(Gen.Long[0, 20L * 365 * 86_400], Gen.Int[0, 2])
            .Sample(
                (age, form) =>
                {
                    var made = s_now.AddSeconds(-age);
                    var value = form switch
                    {
                        0 => new ItemValue("N", Digits(made.ToUnixTimeSeconds())),
                        1 => new ItemValue("N", Digits(made.ToUnixTimeMilliseconds())),
                        _ => new ItemValue(
                            "S",
                            made.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
                        ),
                    };
                    var expected = age > Days(30) ? ItemVerdict.Expired : ItemVerdict.Live;
                    return ItemExpiry.ByAge(value, Rule(null), s_now) == expected;
                }
            );

    [Fact]
    public void AnyValue_IsJudgedWithoutAFault() =>
        Gen.Select(
                Gen.Int[0, 2].Select(at => "NSB"[at].ToString()),
                Gen.OneOf(Gen.String, Gen.Double.Select(Written), Gen.Long.Select(Digits))
            )
            .Sample(
                (type, text) =>
                {
                    var value = new ItemValue(type, text);
                    _ = ItemExpiry.ByTimeToLive(value, s_overdue, s_now);
                    foreach (var unit in (TimeUnit?[])[null, .. Enum.GetValues<TimeUnit>()])
                    {
                        _ = ItemExpiry.ByAge(value, Rule(unit), s_now);
                    }
                }
            );

    private static TableExpiry.ByAge Rule(TimeUnit? unit) => new("createdAt", TimeSpan.FromDays(30), unit);

    private static long Days(int days) => days * 86_400L;

    private static string Written(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);
}
