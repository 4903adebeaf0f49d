using System.Text.Json;
using LambdaOps.Aws.Notifications;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;

namespace LambdaOps.Aws.Tests.Notifications;

public sealed class SnsNotifierTests : IAsyncLifetime
{
    private static readonly Intent s_intent = Samples.Incident.Intent!;
    private WiredAccount _account = null!;
    private string _people = "";
    private string _chat = "";

    public static TheoryData<string> Kinds => [.. Notices.Keys];

    private static readonly NoticeWriter s_writer = Engine.Notices.Of(
        new Estate("shop", "123456789012", "ap-northeast-1", "Asia/Tokyo", [], []),
        account: null
    );

    private static Dictionary<string, Notice> Notices { get; } =
        new()
        {
            ["unknown"] = s_writer.Unknown("somebody-elses-alarm", "no rule names it"),
            ["acted"] = s_writer.Acted(Samples.Incident, s_intent),
            ["failed"] = s_writer.Failed(Samples.Incident, s_intent, "AccessDenied"),
            ["denied"] = s_writer.Denied(
                Samples.Incident,
                new Decision.Act(
                    s_intent.Change,
                    Samples.Incident.Phase,
                    TimeSpan.FromSeconds(10),
                    "no healthy target"
                ),
                new Denial(new ModeGuard(), "mode is Observe", DenialThen.KeepWatching)
            ),
            ["handed over"] = s_writer.HandedOff(
                Samples.Incident,
                NextStep.TotalOutage,
                "it did not help",
                new Uri("https://example.com/r")
            ),
            ["resolved"] = s_writer.Resolved(Samples.Incident, "healthy for 60 s", Samples.Time.AddMinutes(9)),
            ["odd"] = new Notice(
                NoticeKind.Acted,
                Severity.P4,
                null,
                "障害\n対象",
                "障害です\r\n\t" + new string('x', 200),
                "",
                ["a\nb", ""]
            ),
        };

    public async Task InitializeAsync()
    {
        _account = await WiredAccount.StartAsync();
        _people = _account.Sns.CreateTopic("people").Arn;
        _chat = _account.Sns.CreateTopic("chat").Arn;
    }

    public async Task DisposeAsync() => await _account.DisposeAsync();

    /// <summary>SNS refuses another subject, and the simulator does as it does.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Subject_IsShortAsciiWithTheSeverity(string kind)
    {
        var notice = Notices[kind];
        Assert.Null(await NotifyAsync(notice, _people, chat: null));

        var sent = Assert.Single(_account.Sns.Topic(_people).Notices);
        Assert.Matches("^[ -~]{1,99}$", sent.Subject!);
        Assert.StartsWith($"[{notice.Label}] ", sent.Subject, StringComparison.Ordinal);
        Assert.Contains(notice.Title, sent.Message, StringComparison.Ordinal);
        Assert.All(notice.NextSteps, step => Assert.Contains($"- {step}", sent.Message, StringComparison.Ordinal));
        Assert.Empty(_account.Sns.Topic(_chat).Notices);
    }

    [Fact]
    public void Subject_OfNinetyNineCharactersIsLeftAlone()
    {
        static Notice Of(int length) => Notices["odd"] with { Subject = new string('x', length - "[update] ".Length) };

        Assert.Equal(99, PlainNotice.Subject(Of(99)).Length);
        Assert.DoesNotContain("...", PlainNotice.Subject(Of(99)), StringComparison.Ordinal);
        Assert.Equal(99, PlainNotice.Subject(Of(100)).Length);
        Assert.EndsWith("...", PlainNotice.Subject(Of(100)), StringComparison.Ordinal);
    }

    /// <summary>The custom notification schema of Amazon Q Developer in chat applications, version 1.0.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ChatMessage_FollowsTheSchema(string kind)
    {
        var notice = Notices[kind];
        Assert.Null(await NotifyAsync(notice, people: null, _chat));
        using var json = JsonDocument.Parse(Assert.Single(_account.Sns.Topic(_chat).Notices).Message);
        var (root, content, metadata) = (
            json.RootElement,
            json.RootElement.GetProperty("content"),
            json.RootElement.GetProperty("metadata")
        );

        Assert.Equal(("1.0", "custom"), (Text(root, "version"), Text(root, "source")));
        Assert.Equal(["version", "source", "content", "metadata"], Members(root));
        Assert.Empty(Members(content).Except(["textType", "title", "description", "nextSteps", "keywords"]));
        Assert.Equal("client-markdown", Text(content, "textType"));
        Assert.Equal(notice.Text, Text(content, "description"));
        Assert.Empty(Members(metadata).Except(["threadId", "summary", "eventType", "relatedResources"]));
        Assert.Equal(notice.Incident is not null, metadata.TryGetProperty("threadId", out _));
        Assert.All(
            (JsonElement[])[content.GetProperty("keywords"), metadata.GetProperty("relatedResources")],
            list => Assert.All(list.EnumerateArray(), item => Assert.Equal(JsonValueKind.String, item.ValueKind))
        );
        Assert.Equal(notice.NextSteps.Count > 0, content.TryGetProperty("nextSteps", out var steps));
        Assert.Equal(notice.NextSteps.Count, steps.ValueKind == JsonValueKind.Array ? steps.GetArrayLength() : 0);
    }

    /// <summary>What others wrote calls nobody, leads nowhere else than it says, and stands as it was written.</summary>
    [Theory]
    [InlineData("<!channel> look", "&lt;!channel&gt; look")]
    [InlineData("<@U0123> and @here", "&lt;@\u200BU0123&gt; and @\u200Bhere")]
    [InlineData("<https://evil.example|AWS console>", "&lt;https://evil.example|AWS console&gt;")]
    [InlineData("[AWS console](https://evil.example)", "[AWS console]\u200B(https://evil.example)")]
    [InlineData("a & b", "a &amp; b")]
    [InlineData("safe\u202Egnp.exe", "safegnp.exe")]
    [InlineData("in\u2066visible\u200B\u0007", "invisible")]
    [InlineData("5 @ 03:15\nnext\tline", "5 @ 03:15\nnext\tline")]
    [InlineData("障害。<!here>", "障害。&lt;!here&gt;")]
    public async Task ChatMessage_HasWordsOfOthersAsTheyAre(string words, string shown)
    {
        var notice = Notices["acted"] with { Title = words, Text = words, NextSteps = [words] };
        Assert.Null(await NotifyAsync(notice, _people, _chat));
        using var json = JsonDocument.Parse(Assert.Single(_account.Sns.Topic(_chat).Notices).Message);
        var content = json.RootElement.GetProperty("content");

        string?[] expected = [$"[{notice.Label}] {shown}", shown, shown, shown];
        string?[] found =
        [
            Text(content, "title"),
            Text(content, "description"),
            content.GetProperty("nextSteps")[0].GetString(),
            Text(json.RootElement.GetProperty("metadata"), "summary"),
        ];
        Assert.Equal(expected, found);
        Assert.DoesNotMatch("[\u202A-\u202E\u2066-\u2069]", Assert.Single(_account.Sns.Topic(_people).Notices).Message);
    }

    /// <summary>A chat client refuses a longer one: then nobody would hear. What is to be done stays whole.</summary>
    [Theory]
    [InlineData("x")]
    [InlineData("障")]
    [InlineData("<")]
    [InlineData("\uD83D\uDD25")]
    public async Task ChatMessage_HasTenThousandCharactersAtMost(string letter)
    {
        var much = string.Concat(Enumerable.Repeat(letter, 30_000));
        var notice = Notices["handed over"];
        var step = notice.NextSteps[^1];
        Assert.Null(await NotifyAsync(notice with { Title = much, Text = much }, people: null, _chat));
        var message = Assert.Single(_account.Sns.Topic(_chat).Notices).Message;
        using var json = JsonDocument.Parse(message);
        var content = json.RootElement.GetProperty("content");

        Assert.InRange(message.Length, 5000, 10_000);
        Assert.Contains(step, content.GetProperty("nextSteps").EnumerateArray().Select(one => one.GetString()));
        Assert.EndsWith("…", Text(content, "description"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Topic_ThatFailsIsAResult_AndTheOtherStillGetsItsMessage()
    {
        var gone = _account.Sns.ArnOf("gone");

        var failed = await NotifyAsync(Notices["acted"], gone, _chat);

        Assert.StartsWith($"{gone}: ", failed, StringComparison.Ordinal);
        Assert.Single(_account.Sns.Topic(_chat).Notices);
    }

    [Fact]
    public async Task BothTopics_ThatFailAreBothNamed()
    {
        var (one, other) = (_account.Sns.ArnOf("gone"), _account.Sns.ArnOf("also-gone"));

        var failed = await NotifyAsync(Notices["acted"], one, other);

        Assert.Contains(one, failed, StringComparison.Ordinal);
        Assert.Contains(other, failed, StringComparison.Ordinal);
    }

    private static Notice Page(EscalationLevel level) => Notices["handed over"] with { Level = level };

    private static Notice Told(params EscalationLevel[] levels) => Notices["resolved"] with { Also = levels };

    /// <summary>Each level has its own topic; a page is not for everybody.</summary>
    [Theory]
    [InlineData(EscalationLevel.L1)]
    [InlineData(EscalationLevel.L2)]
    [InlineData(EscalationLevel.L3)]
    public async Task Page_GoesToItsLevelAndTheChatOnly(EscalationLevel level)
    {
        var topics = LevelTopics();

        Assert.Null(await NotifyAsync(Page(level), _people, _chat, topics));

        Assert.Empty(_account.Sns.Topic(_people).Notices);
        Assert.Single(_account.Sns.Topic(_chat).Notices);
        Assert.All(
            topics,
            topic => Assert.Equal(topic.Key == level ? 1 : 0, _account.Sns.Topic(topic.Value).Notices.Count)
        );
    }

    [Fact]
    public async Task Page_OfALevelWithoutATopic_GoesToAll()
    {
        Assert.Null(await NotifyAsync(Page(EscalationLevel.L3), _people, chat: null, LevelTopics(EscalationLevel.L1)));

        Assert.Single(_account.Sns.Topic(_people).Notices);
    }

    /// <summary>It is repeated until its topic takes it: the chat must neither hear each time nor cause it.</summary>
    [Fact]
    public async Task Page_HasFailedExactlyWhenItsTopicHas()
    {
        var gone = _account.Sns.ArnOf("gone");
        var broken = new Dictionary<EscalationLevel, string> { [EscalationLevel.L2] = gone };

        Assert.StartsWith(
            $"{gone}: ",
            await NotifyAsync(Page(EscalationLevel.L2), _people, _chat, broken),
            StringComparison.Ordinal
        );
        Assert.Empty(_account.Sns.Topic(_chat).Notices);
        Assert.Null(await NotifyAsync(Page(EscalationLevel.L2), _people, gone, LevelTopics()));
    }

    [Fact]
    public async Task NoticeToAll_ReachesPagedLevelsToo()
    {
        var topics = LevelTopics(EscalationLevel.L1, EscalationLevel.L3);

        Assert.Null(
            await NotifyAsync(Told(EscalationLevel.L1, EscalationLevel.L2, EscalationLevel.L3), _people, _chat, topics)
        );

        Assert.Single(_account.Sns.Topic(_people).Notices);
        Assert.Single(_account.Sns.Topic(_chat).Notices);
        Assert.All(topics.Values, topic => Assert.Single(_account.Sns.Topic(topic).Notices));
    }

    [Fact]
    public async Task NoTopic_SendsNothing()
    {
        Assert.Null(await NotifyAsync(Notices["acted"], people: null, chat: null));
        Assert.Equal(0, _account.Calls("Publish"));
    }

    private static string? Text(JsonElement at, string name) => at.GetProperty(name).GetString();

    private static IEnumerable<string> Members(JsonElement at) => at.EnumerateObject().Select(member => member.Name);

    private Dictionary<EscalationLevel, string> LevelTopics(params EscalationLevel[] levels) =>
        (levels is [] ? Enum.GetValues<EscalationLevel>() : levels).ToDictionary(
            level => level,
            level => _account.Sns.CreateTopic(level.ToString()).Arn
        );

    private async Task<string?> NotifyAsync(
        Notice notice,
        string? people,
        string? chat,
        Dictionary<EscalationLevel, string>? levels = null
    )
    {
        using var client = _account.SnsClient();
        return await new SnsNotifier(client, people, chat) { LevelTopicArns = levels ?? [] }.NotifyAsync(
            notice,
            default
        );
    }
}
