using LambdaOps.Aws.Resources;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

public sealed class CredentialCsvTests
{
    private const string Header =
        "user,password_enabled,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,"
        + "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date";

    private const string NoKey = "false,N/A,N/A";
    private static readonly DateTimeOffset s_made = new(2026, 1, 19, 8, 0, 0, TimeSpan.Zero);

    /// <summary>What AWS documents in place of a value.</summary>
    [Theory]
    [InlineData("true,2026-01-01T10:00:00+00:00,2026-01-18T00:00:00+00:00", true, true, "")]
    [InlineData("TRUE,2026-01-01T10:00:00Z,N/A", true, false, "")]
    [InlineData("true,2026-01-01T10:00:00+00:00,no_information", true, false, "")]
    [InlineData("false,N/A,not_supported", false, false, "")]
    [InlineData("true,N/A,N/A", true, false, "access_key_1_last_rotated")]
    [InlineData("N/A,N/A,N/A", null, false, "access_key_1_active")]
    [InlineData("yes,soon,", null, false, "access_key_1_active access_key_1_last_rotated access_key_1_last_used_date")]
    public void Key_IsReadAsAwsWritesIt(string fields, bool? isActive, bool isUsed, string unreadable)
    {
        var user = Assert.Single(CredentialCsv.Read($"{Header}\nci,false,false,{fields},{NoKey}", s_made).Users);

        Assert.Equal(isActive, user.Keys[0].IsActive);
        Assert.Equal(isUsed, user.Keys[0].UsedAt is not null);
        Assert.Equal(unreadable, string.Join(' ', user.Unreadable));
    }

    [Theory]
    [InlineData("true", true, "")]
    [InlineData("not_supported", null, "")]
    [InlineData("perhaps", null, "password_enabled")]
    public void Password_MayBeUnsupported(string text, bool? has, string unreadable)
    {
        var user = Assert.Single(
            CredentialCsv.Read($"{Header}\n<root_account>,{text},true,{NoKey},{NoKey}", s_made).Users
        );

        Assert.True(user.IsRoot);
        Assert.Equal(has, user.HasPassword);
        Assert.Equal(unreadable, string.Join(' ', user.Unreadable));
    }

    /// <summary>Quotes, CRLF, empty lines, a byte order mark, other columns and another order.</summary>
    [Fact]
    public void Fields_GoByTheirNames()
    {
        var report = CredentialCsv.Read(
            "\uFEFF\"mfa_active\",new,user,password_enabled\r\n\r\n"
                + "true,\"a\r\nb\",\"o\"\"hara, \u001bann\",\"false\"\r\nfalse,,x,true\r\n",
            s_made
        );

        Assert.Equal(s_made, report.MadeAt);
        Assert.Equal(
            [("o\"hara,  ann", true, false), ("x", false, true)],
            report.Users.Select(user => (user.Name, user.HasMfa == true, user.HasPassword == true))
        );
        Assert.Equal(
            [
                "access_key_1_active",
                "access_key_1_last_rotated",
                "access_key_1_last_used_date",
                "access_key_2_active",
                "access_key_2_last_rotated",
                "access_key_2_last_used_date",
            ],
            report.MissingColumns.AsEnumerable()
        );
        Assert.All(report.Users, user => Assert.Empty(user.Unreadable));
    }

    [Fact]
    public void Row_ThatEndsEarlyIsUnreadable()
    {
        var user = Assert.Single(CredentialCsv.Read($"{Header}\nci,false", s_made).Users);

        Assert.Equal(7, user.Unreadable.Length);
        Assert.Null(user.HasMfa);
        Assert.All(user.Keys, key => Assert.Equal(new UserAccessKey(key.Number, null, null, null), key));
    }

    [Theory]
    [InlineData("", "the credential report is empty")]
    [InlineData("\r\n", "the credential report is empty")]
    [InlineData("<html>", "the credential report has no column user")]
    [InlineData("user\n\"never closed", "the credential report ends within a quoted field")]
    public void Text_ThatIsNoReportIsNotObservable(string text, string why) =>
        Assert.Equal(why, Assert.Throws<NotObservableException>(() => CredentialCsv.Read(text, s_made)).Message);

    [Fact]
    public void Users_AreBounded()
    {
        var text = "user\n" + string.Join('\n', Enumerable.Range(0, 10_001));

        Assert.Equal(
            "the credential report has more than 10000 users",
            Assert.Throws<NotObservableException>(() => CredentialCsv.Read(text, s_made)).Message
        );
        Assert.Equal(10_000, CredentialCsv.Read(text[..text.LastIndexOf('\n')], s_made).Users.Length);
        Assert.Equal(120, CredentialCsv.Read("user\n" + new string('x', 500), s_made).Users[0].Name.Length);
    }
}
