using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Cli.Tests;

/// <summary>The incidents of a journal, as a person reads and answers them from the command line.</summary>
public sealed class IncidentsTests : IAsyncLifetime
{
    private SimulationHost _host = null!;

    private string Url => _host.Simulation.Wire!.Url;

    private Incident Incident
    {
        get
        {
            lock (_host.Simulation.World.Gate)
            {
                return Assert.Single(_host.Incidents());
            }
        }
    }

    public async Task InitializeAsync()
    {
        _host = await SimulationHost.StartAsync(
            new HostOptions(1, Repository.Estate, Act: true, Build: null, Port: null)
            {
                AlwaysListen = true,
                ShapeEstate = estate =>
                {
                    var service = estate["services"]!.AsArray().First(one => (string?)one!["id"] == "api-service")!;
                    service["remedies"]!["serviceUnavailable"]!["mode"] = "ask";
                },
            }
        );
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task NoIncident_IsSaid()
    {
        var ran = await RunAsync("incidents");

        Assert.Equal((0, ""), (ran.ExitCode, ran.Errors));
        Assert.Equal("no incident is open, and none was opened within that time\n", ran.Output);
        Assert.Equal("[]\n", (await RunAsync("incidents", "--json")).Output);
    }

    [Fact]
    public async Task Incident_IsListedShownAndNoted()
    {
        await OpenAsync();
        var incident = Incident;

        var list = await RunAsync("incidents", "--since", "1m");
        var json = await RunAsync("incidents", "--json");
        var noted = await RunAsync("incidents", "note", incident.Id.Value, "the vendor knows", "--as", "Sato");
        var again = await RunAsync("incidents", "note", incident.Id.Value, "the vendor knows", "--as", "Sato");
        var shown = await RunAsync("incidents", "show", incident.Id.Value);

        Assert.Contains($"  {incident.Id}  ", Assert.Single(Lines(list)), StringComparison.Ordinal);
        Assert.Equal(incident.Id.Value, (string?)JsonNode.Parse(json.Output)![0]!["id"]);
        Assert.Equal((0, ExitCodes.NotDone), (noted.ExitCode, again.ExitCode));
        Assert.Equal(0, shown.ExitCode);
        Assert.StartsWith(
            $"incident     {incident.Id}\ntarget       api-service\n",
            shown.Output,
            StringComparison.Ordinal
        );
        foreach (var line in Incident.Lines)
        {
            Assert.Contains($"{line.At.UtcDateTime:yyyy-MM-dd} {line}\n", shown.Output, StringComparison.Ordinal);
        }

        Assert.Matches(@" Noted: Sato: the vendor knows \[name as claimed, request [^\]]+\]\n$", shown.Output);
    }

    [Fact]
    public async Task Answers_AreSentInThePersonsName()
    {
        await OpenAsync();
        var id = Incident.Id.Value;
        var nothingYet = await RunAsync("incidents", "approve", id, "--as", "Sato", "--because", "users wait");
        var acknowledged = await RunAsync("incidents", "ack", id, "--as", "Sato", "--because", "on it");

        Assert.Equal(ExitCodes.NotDone, nothingYet.ExitCode);
        Assert.Equal($"lambdaops: {id} offers nothing now\n", nothingYet.Errors);
        Assert.Equal((0, ""), (acknowledged.ExitCode, acknowledged.Errors));
        Assert.Contains(
            Incident.Lines,
            line =>
                line.Text.StartsWith(
                    "acknowledged by Sato before anyone was paged: on it [name as claimed, request ",
                    StringComparison.Ordinal
                )
        );
        var late = await RunAsync("incidents", "decline", $"{id}-1", "--as", "Sato", "--because", "no");
        Assert.Equal(ExitCodes.NotDone, late.ExitCode);
        Assert.Contains($"offer {id}-1 is not open", late.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "show 20260115-api-service-000000",
        "id: found no incident 20260115-api-service-000000 in lambdaops-Journal"
    )]
    [InlineData("show nonsense", "id: found 'nonsense', expected an id such as")]
    [InlineData("ack 20260115-api-service-000000 --as Sato --because x", "id: found no incident")]
    [InlineData("note 20260115-api-service-000000 text --as Sato --stack other", "found no table other-JournalTable-…")]
    [InlineData("show 20260115-api-service-000000 --table none", "cannot find the journal: ResourceNotFoundException")]
    [InlineData("ack 20260115-api-service-000000 --because x", "--as: found nothing, expected it")]
    public async Task WhatIsNotThere_IsOneSentence(string line, string expected)
    {
        var ran = await RunAsync(["incidents", .. line.Split(' ')]);

        Assert.Equal((ExitCodes.Usage, ""), (ran.ExitCode, ran.Output));
        Assert.StartsWith($"lambdaops: {expected}", ran.Errors, StringComparison.Ordinal);
        Assert.Single(Lines(ran.Errors));
    }

    [Fact]
    public async Task Placeholder_IsNoName()
    {
        await OpenAsync();

        var ran = await RunAsync("incidents", "ack", Incident.Id.Value, "--as", "YOUR NAME", "--because", "x");

        Assert.Equal(ExitCodes.Usage, ran.ExitCode);
        Assert.StartsWith("lambdaops: --as: found the placeholder \"YOUR NAME\"", ran.Errors, StringComparison.Ordinal);
    }

    private Task<CommandLine> RunAsync(params string[] arguments) =>
        CommandLine.RunAsync([.. arguments, "--endpoint-url", Url]);

    private static string[] Lines(CommandLine ran) => Lines(ran.Output);

    private static string[] Lines(string text) => text.TrimEnd().Split('\n');

    /// <summary>A person asks what would be done.</summary>
    private async Task OpenAsync()
    {
        var file = Path.Combine(Repository.Root, "events", "operator-observe.json");
        var ran = await RunAsync("invoke", "lambdaops-ServiceUnavailable", file);
        Assert.True(ran.ExitCode == 0, ran.Output + ran.Errors);
        await _host.Simulation.CatchUpAsync();
    }
}
