using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>IAM's list of users, groups, roles and policies over the query protocol.</summary>
public sealed class IdentitiesOnAwsTests : IAsyncLifetime
{
    private const string Everything =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    private const string OfTasks = """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}
        ]}
        """;

    private const string Another = """
        {"Version":"2012-10-17","Statement":
          {"Effect":"Allow","Principal":{"AWS":"210987654321"},"Action":"sts:AssumeRole"}}
        """;

    private WiredAccount _account = null!;

    public async Task InitializeAsync() =>
        _account = await WiredAccount.StartWithAsync(plan =>
            plan with
            {
                IamUsers = [new("ci") { Groups = ["b", "a"], Attached = ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }],
                IamGroups = [new("a") { Policies = Inline(("all of it", Everything)) }],
                IamPolicies = [new("own", Everything), new("limit", Everything)],
                IamRoles =
                [
                    new("used", Another)
                    {
                        Attached = ["own"],
                        Boundary = "limit",
                        Age = TimeSpan.FromDays(300),
                        Unused = TimeSpan.FromDays(4),
                    },
                    new("AWSServiceRoleForX", OfTasks) { Path = "/aws-service-role/x.amazonaws.com/", Unused = null },
                    new("broken", "{\"Statement\"") { Policies = Inline(("fine", Everything), ("bad +%", "<no>")) },
                ],
            }
        );

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public async Task Each_IsThereWithWhatIsJudged()
    {
        var (start, seen) = (_account.World.Clock.Now, await SeeAsync());
        var wide = new WideGrant(GrantReach.All, "* on *", IsConditional: false);

        Assert.Null(seen.WhyIncomplete);
        Assert.Equal(
            ["user ci", "group a", "role used", "role AWSServiceRoleForX", "role broken", "policy own", "policy limit"],
            seen.All.Select(one => one.ToString())
        );
        Assert.All(seen.All, one => Assert.Equal("123456789012", one.Account));
        Assert.Equal(["arn:aws:iam::aws:policy/ReadOnlyAccess"], Named(seen, "ci").Attached.AsEnumerable());
        Assert.Equal((wide, "all of it"), Wide(Named(seen, "a")));
        Assert.Equal((wide, "own"), Wide(Named(seen, "own")));
        Assert.Equal([(int?)1, 1], [Named(seen, "own").Uses, Named(seen, "limit").Uses]);
        var used = Named(seen, "used");
        Assert.Equal([Named(seen, "own").Arn], used.Attached.AsEnumerable());
        Assert.Equal("limit", used.Boundary);
        Assert.Equal([new TrustedPrincipal(TrustKind.Account, "210987654321", false)], used.Trusts.AsEnumerable());
        Assert.InRange(used.MadeAt!.Value, start.AddDays(-300).AddSeconds(-1), start.AddDays(-300).AddSeconds(1));
        Assert.InRange(used.UsedAt!.Value, start.AddDays(-4).AddSeconds(-1), start.AddDays(-4).AddSeconds(1));
        Assert.Equal([false, true], [used.IsServiceLinked, Named(seen, "AWSServiceRoleForX").IsServiceLinked]);
        Assert.Null(Named(seen, "AWSServiceRoleForX").UsedAt);
    }

    [Fact]
    public async Task Documents_ThatCannotBeReadAreNamed()
    {
        var seen = await SeeAsync();

        Assert.Equal(["inline policy bad +%", "trust policy"], Named(seen, "broken").Unreadable.AsEnumerable());
        Assert.Equal(["fine"], Named(seen, "broken").Policies.Select(policy => policy.Name));
        Assert.All(seen.All.Where(one => one.Name != "broken"), one => Assert.Empty(one.Unreadable));
    }

    [Fact]
    public async Task Parts_AreOfContentAndNotOfItsForm()
    {
        var before = await SeeAsync();
        Edit(role =>
            role with
            {
                Trust = """
                    {
                      "Statement": {
                        "Principal": { "AWS": "210987654321" },
                        "Action": "sts:AssumeRole", "Effect": "Allow"
                      },
                      "Version": "2012-10-17"
                    }
                    """,
                Unused = null,
            }
        );
        Assert.Equal(Parts(before, "used"), Parts(await SeeAsync(), "used"));

        Edit(role => role with { Trust = OfTasks });
        Assert.Equal("t", Changed(before, await SeeAsync()));
        Edit(role => role with { Attached = [], Boundary = null });
        Assert.Equal("abt", Changed(before, await SeeAsync()));
        Edit(role => role with { Policies = Inline(("x", Everything)) });
        Assert.Equal("abpt", Changed(before, await SeeAsync()));
        Assert.All(before.All.SelectMany(one => one.Parts), part => Assert.Matches("^[0-9a-f]{12}$", part.Digest));
        Assert.All(
            before.All.SelectMany(one => one.Parts),
            part => Assert.True(IamPart.Names.ContainsKey(part.Letter))
        );
        Assert.Equal(["pagb", "pa", "patb", "patb", "patb", "d", "d"], before.All.Select(one => Letters(one)));
    }

    [Fact]
    public async Task Pages_AreReadToTheEnd()
    {
        AddRoles(450);
        var seen = await SeeAsync();

        Assert.Null(seen.WhyIncomplete);
        Assert.Equal(457, seen.All.Length);
        Assert.Equal(3, _account.Calls("GetAccountAuthorizationDetails"));
    }

    [Fact]
    public async Task Refusal_OfTheFirstPageIsThrownWithItsReason()
    {
        _account.Disturb("iam", "GetAccountAuthorizationDetails", ApiFaultKind.Denied);

        var refused = await Assert.ThrowsAsync<NotObservableException>(() => SeeAsync());

        Assert.StartsWith("AccessDenied: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_OfALaterPageKeepsWhatWasSeen()
    {
        AddRoles(450);
        var asked = 0;
        _account.World.WhyDenied = call =>
            call.Operation == "GetAccountAuthorizationDetails" && ++asked > 2 ? "no more" : null;
        var seen = await SeeAsync();

        Assert.Equal("AccessDenied: no more", seen.WhyIncomplete);
        Assert.Equal(400, seen.All.Length);
    }

    [Fact]
    public async Task Slowness_KeepsWhatWasSeen()
    {
        AddRoles(450);
        var seen = await SeeAsync(new LeapingClock(minutes: 1));

        Assert.Equal("IAM took too long after 200 of them", seen.WhyIncomplete);
        Assert.Equal(200, seen.All.Length);
    }

    [Fact]
    public async Task EndlessList_IsBounded()
    {
        AddRoles(20_100);
        var seen = await SeeAsync(new LeapingClock(minutes: 0));

        Assert.Equal("the list has more than 100 pages", seen.WhyIncomplete);
        Assert.Equal(20_000, seen.All.Length);
    }

    private void AddRoles(int count) =>
        _account.Change(world =>
            world.Identities.Roles.AddRange(Enumerable.Range(0, count).Select(at => new IamRolePlan($"r{at}", OfTasks)))
        );

    private void Edit(Func<IamRolePlan, IamRolePlan> edit) =>
        _account.Change(world => world.Identities.Roles[0] = edit(world.Identities.Roles[0]));

    private static Dictionary<string, string> Inline(params ReadOnlySpan<(string Name, string Document)> policies)
    {
        var all = new Dictionary<string, string>();
        foreach (var (name, document) in policies)
        {
            all.Add(name, document);
        }

        return all;
    }

    private static IamEntity Named(AccountIdentities seen, string name) => seen.All.Single(one => one.Name == name);

    private static (WideGrant, string) Wide(IamEntity entity) =>
        (Assert.Single(Assert.Single(entity.Policies).Wide), entity.Policies[0].Name);

    private static IEnumerable<IamPart> Parts(AccountIdentities seen, string name) =>
        Named(seen, name).Parts.OrderBy(part => part.Letter);

    private static string Letters(IamEntity one) => string.Concat(one.Parts.Select(part => part.Letter));

    private static string Changed(AccountIdentities before, AccountIdentities now) =>
        string.Concat(Parts(now, "used").Except(Parts(before, "used")).Select(part => part.Letter));

    private async Task<AccountIdentities> SeeAsync(TimeProvider? machine = null)
    {
        var now = _account.World.Clock.Now;
        var at = LookAt.For(WiredAccount.Estate, new AccountPermissions(), new CheckRun(now, now), now);
        return await _account.Resources(machine).Observer().SeeAsync(IdentityLooks.Identities, at);
    }

    /// <summary>Every look at it is so much later.</summary>
    private sealed class LeapingClock(int minutes) : TimeProvider
    {
        private long _looks;

        public override long GetTimestamp() => Interlocked.Increment(ref _looks) * minutes * 60 * TimestampFrequency;
    }
}
