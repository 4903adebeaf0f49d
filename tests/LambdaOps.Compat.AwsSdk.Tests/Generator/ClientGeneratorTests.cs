using Microsoft.CodeAnalysis;

namespace LambdaOps.Compat.AwsSdk.Tests.Generator;

public sealed class ClientGeneratorTests
{
    [Theory]
    [InlineData("json", """ "A":{"shape":"Free"} """, "GetRequest.A: it is a document")]
    [InlineData("json", """ "A":{"shape":"Day"} """, "GetRequest.A: it is a time as iso8601")]
    [InlineData("json", """ "A":{"shape":"Text","idempotencyToken":true} """, "GetRequest.A: the SDK would make it up")]
    [InlineData("json", """ "A":{"shape":"Text","streaming":true} """, "GetRequest.A: it is a stream")]
    [InlineData("json", """ "A":{"shape":"Text","jsonvalue":true} """, "GetRequest.A: it is JSON in a text")]
    [InlineData(
        "json",
        """ "A":{"shape":"Text","location":"header","locationName":"x-a"} """,
        "GetRequest.A: it is in the header"
    )]
    [InlineData("query", """ "A":{"shape":"Flat"} """, "GetRequest.A: it is flattened")]
    [InlineData("query", """ "A":{"shape":"Items"} """, "GetRequest.A: its items are named item")]
    [InlineData("query", """ "A":{"shape":"Text","xmlAttribute":true} """, "GetRequest.A: it is an XML attribute")]
    [InlineData(
        "rest-xml",
        """ "A":{"shape":"Items","location":"querystring","locationName":"a"} """,
        "GetRequest.A: it is a list in the querystring"
    )]
    [InlineData("rest-xml", """ "A":{"shape":"Text"} """, "GetRequest.A: it is not the whole body")]
    [InlineData(
        "rest-json",
        """ "A":{"shape":"Items","location":"querystring","locationName":"a"} """,
        "GetRequest.A: it is a list in the querystring"
    )]
    [InlineData(
        "rest-json",
        """ "A":{"shape":"Text","location":"header","locationName":"x-a"} """,
        "GetRequest.A: it is a string in the header"
    )]
    [InlineData("ec2", """ "A":{"shape":"Text"} """, "none of its protocols is known: ec2")]
    public void Member_ThatCannotBeWrittenIsAnError(string protocol, string members, string problem)
    {
        var result = GeneratedClient.From(Model(protocol, members), "Get");

        Assert.Contains("example.json: " + problem, Problems(result));
        Assert.Empty(result.GeneratedTrees);
    }

    /// <summary>An empty answer has no place in XML or beside an address yet.</summary>
    [Theory]
    [InlineData("json", true)]
    [InlineData("rest-json", false)]
    [InlineData("query", false)]
    public void Operation_WithoutOutputIsKnownToOneProtocol(string protocol, bool isKnown)
    {
        var result = GeneratedClient.From(Model(protocol, ""), "Mute");

        Assert.Equal(!isKnown, Problems(result).Contains("example.json: Mute has no input or no output"));
    }

    /// <summary>A form names the operation, also where it has nothing else.</summary>
    [Theory]
    [InlineData("query", true)]
    [InlineData("json", false)]
    [InlineData("rest-json", false)]
    public void Operation_WithoutInputIsKnownToOneProtocol(string protocol, bool isKnown)
    {
        var result = GeneratedClient.From(Model(protocol, ""), "Deaf");

        Assert.Equal(!isKnown, Problems(result).Contains("example.json: Deaf has no input or no output"));
        Assert.Equal(isKnown, !result.GeneratedTrees.IsEmpty);
    }

    [Theory]
    [InlineData("Get Fetch", "", "the model has no Fetch")]
    [InlineData("Get", "Nonsense", "the model has no Nonsense")]
    [InlineData("Get Deaf", "", "Deaf has no input or no output")]
    [InlineData("Get Again", "", "GetRequest is of several operations")]
    [InlineData("Hosted", "", "Hosted has an endpoint of its own")]
    public void Project_ThatAsksForWhatCannotBeIsAnError(string operations, string without, string problem)
    {
        var result = GeneratedClient.From(Model("json", ""), operations, without);

        Assert.Contains("example.json: " + problem, Problems(result));
        Assert.Empty(result.GeneratedTrees);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"metadata":{},"operations":{},"shapes":{}} {}""")]
    public void File_ThatIsNoModelIsAnError(string text)
    {
        var result = GeneratedClient.From(text, "Get");

        Assert.Single(Problems(result));
        Assert.Empty(result.GeneratedTrees);
    }

    [Fact]
    public void Shape_ThatIsLeftOutIsNowhere()
    {
        var model = Model("json", """ "A":{"shape":"Free"},"B":{"shape":"Text"} """);

        var result = GeneratedClient.From(model, "Get", "Free");

        var request = Assert.Single(result.GeneratedTrees, tree => tree.FilePath.EndsWith("GetRequest.g.cs"));
        Assert.Empty(Problems(result));
        Assert.DoesNotContain("\"A\"", request.ToString(), StringComparison.Ordinal);
        Assert.Contains("json.Member(\"B\", request.B);", request.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Shape_OfWhichMembersAreNamedHasNoOthers()
    {
        var model = Model("json", """ "A":{"shape":"Free"},"B":{"shape":"Text"} """);

        var result = GeneratedClient.From(model, "Get", only: "GetRequest.B");

        var request = Assert.Single(result.GeneratedTrees, tree => tree.FilePath.EndsWith("GetRequest.g.cs"));
        Assert.Empty(Problems(result));
        Assert.DoesNotContain("\"A\"", request.ToString(), StringComparison.Ordinal);
        Assert.Contains("json.Member(\"B\", request.B);", request.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GetRequest.C", "the model has no GetRequest.C")]
    [InlineData("Nonsense.A", "the model has no Nonsense.A")]
    public void Member_ThatIsNamedAndNotThereIsAnError(string only, string problem)
    {
        var result = GeneratedClient.From(Model("json", """ "A":{"shape":"Text"} """), "Get", only: only);

        Assert.Contains("example.json: " + problem, Problems(result));
        Assert.Empty(result.GeneratedTrees);
    }

    /// <summary>JSON says which form a time has; a request would have to write it as the model asks.</summary>
    [Theory]
    [InlineData("json", true)]
    [InlineData("rest-json", true)]
    [InlineData("query", false)]
    public void Answer_MayHaveTimesOfAnotherFormInJson(string protocol, bool isKnown)
    {
        var model = Model(protocol, "")
            .Replace(
                "\"GetAnswer\": {\"type\":\"structure\",\"members\":{}}",
                "\"GetAnswer\": {\"type\":\"structure\",\"members\":{\"At\":{\"shape\":\"Day\"}}}",
                StringComparison.Ordinal
            );

        var problems = Problems(GeneratedClient.From(model, "Get"));

        Assert.Equal(!isKnown, problems.Contains("example.json: GetAnswer.At: it is a time as iso8601"));
    }

    /// <summary>GuardDuty's conditions have a member that every object has, too.</summary>
    [Fact]
    public void Member_ThatEveryObjectHasHidesIt()
    {
        var result = GeneratedClient.From(Model("json", """ "equals":{"shape":"Items"} """), "Get");

        var request = Assert.Single(result.GeneratedTrees, tree => tree.FilePath.EndsWith("GetRequest.g.cs"));
        Assert.Contains("public new List<string> Equals", request.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Each member of a rest-json request is where the model has it.</summary>
    [Theory]
    [InlineData(
        """ "A":{"shape":"Text","location":"querystring","locationName":"a"} """,
        "rest.Query(\"a\", request.A);",
        "\"/\", false,"
    )]
    [InlineData(""" "A":{"shape":"Text"} """, "rest.Body.Member(\"A\", request.A);", "\"/\", true,")]
    [InlineData(""" "A":{"shape":"Named"} """, "rest.Body.Member(\"A\", request.A, ", "\"/\", true,")]
    public void MemberOfARestJsonRequest_IsWrittenToItsPlace(string members, string statement, string marshaller)
    {
        var result = GeneratedClient.From(Model("rest-json", members), "Get");

        Assert.Empty(Problems(result));
        var generated = string.Join('\n', result.GeneratedTrees.Select(tree => tree.ToString()));
        Assert.Contains(statement, generated, StringComparison.Ordinal);
        Assert.Contains(marshaller, generated.ReplaceLineEndings("").Replace("  ", ""), StringComparison.Ordinal);
    }

    [Fact]
    public void Client_IsNotGeneratedAgainWhereItsModelIsTheSame()
    {
        var driver = GeneratedClient.Driver(Model("json", """ "A":{"shape":"Text"} """), "Get");

        driver = driver.RunGenerators(GeneratedClient.Project("class Before;"));
        driver = driver.RunGenerators(GeneratedClient.Project("class After;"));

        var steps = driver.GetRunResult().Results.Single().TrackedOutputSteps.Values.SelectMany(step => step);
        Assert.All(
            steps.SelectMany(step => step.Outputs),
            output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason)
        );
        Assert.NotEmpty(driver.GetRunResult().GeneratedTrees);
    }

    private static IEnumerable<string> Problems(GeneratorDriverRunResult result) =>
        result.Diagnostics.Where(problem => problem.Id == "SDK001").Select(problem => problem.GetMessage(null));

    private static string Model(string protocol, string members) =>
        $$$"""
            {
            "metadata": {"apiVersion":"2026-01-02","endpointPrefix":"example","serviceId":"Example","protocol":"{{{protocol}}}","jsonVersion":"1.1","targetPrefix":"Example"},
            "operations": {
            "Get": {"http":{"method":"POST","requestUri":"/"},"input":{"shape":"GetRequest"},"output":{"shape":"GetAnswer"}},
            "Again": {"http":{"method":"POST","requestUri":"/"},"input":{"shape":"GetRequest"},"output":{"shape":"GetAnswer"}},
            "Hosted": {"http":{"method":"POST","requestUri":"/"},"endpoint":{"hostPrefix":"x."},"input":{"shape":"GetRequest"},"output":{"shape":"GetAnswer"}},
            "Deaf": {"http":{"method":"POST","requestUri":"/"},"output":{"shape":"GetAnswer","resultWrapper":"DeafResult"}},
            "Mute": {"http":{"method":"POST","requestUri":"/"},"input":{"shape":"MuteRequest"}}
            },
            "shapes": {
            "Text": {"type":"string"},
            "Free": {"type":"structure","members":{},"document":true},
            "Day": {"type":"timestamp","timestampFormat":"iso8601"},
            "Flat": {"type":"list","member":{"shape":"Text"},"flattened":true},
            "Items": {"type":"list","member":{"shape":"Text","locationName":"item"}},
            "Named": {"type":"map","key":{"shape":"Text"},"value":{"shape":"Pair"}},
            "Pair": {"type":"structure","members":{"Left":{"shape":"Text"} } },
            "MuteRequest": {"type":"structure","members":{}},
            "GetRequest": {"type":"structure","members":{ {{{members}}} }},
            "GetAnswer": {"type":"structure","members":{}}
            }
            }
            """;
}
