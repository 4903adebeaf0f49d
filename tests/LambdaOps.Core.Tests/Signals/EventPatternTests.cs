using System.Text.Json;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Signals;

public sealed class EventPatternTests
{
    private const string Alarm = """
        {"source":"aws.cloudwatch","detail-type":"CloudWatch Alarm State Change","account":"123456789012",
         "resources":["arn:aws:cloudwatch:x:1:alarm:a","arn:aws:cloudwatch:x:1:alarm:b"],
         "detail":{"alarmName":"orders-5xx","state":{"value":"ALARM"},"previousState":{"value":"OK"},
          "count":300,"ratio":0.5,"flag":true,"nothing":null,"tags":[{"k":"a"},{"k":"b"}]}}
        """;

    [Theory]
    [InlineData("""{"source":["aws.cloudwatch"]}""", true)]
    [InlineData("""{"source":["aws.ecs"]}""", false)]
    [InlineData("""{"source":["aws.ecs","aws.cloudwatch"]}""", true)]
    [InlineData("""{"source":["aws.cloudwatch"],"account":["999"]}""", false)]
    [InlineData("""{"detail":{"state":{"value":["ALARM"]}}}""", true)]
    [InlineData("""{"detail":{"state":{"value":["OK"]}}}""", false)]
    [InlineData("""{"detail":{"state":["ALARM"]}}""", false)]
    [InlineData("""{"resources":["arn:aws:cloudwatch:x:1:alarm:b"]}""", true)]
    [InlineData("""{"resources":["arn:aws:cloudwatch:x:1:alarm:c"]}""", false)]
    [InlineData("""{"detail":{"tags":{"k":["b"]}}}""", true)]
    [InlineData("""{"detail":{"tags":{"k":["c"]}}}""", false)]
    [InlineData("""{"detail":{"count":[300]}}""", true)]
    [InlineData("""{"detail":{"count":[300.0]}}""", false)]
    [InlineData("""{"detail":{"count":["300"]}}""", false)]
    [InlineData("""{"detail":{"flag":[true]}}""", true)]
    [InlineData("""{"detail":{"flag":[false]}}""", false)]
    [InlineData("""{"detail":{"nothing":[null]}}""", true)]
    [InlineData("""{"detail":{"missing":[null]}}""", false)]
    [InlineData("""{"detail":{"alarmName":[{"prefix":"orders-"}]}}""", true)]
    [InlineData("""{"detail":{"alarmName":[{"prefix":"Orders-"}]}}""", false)]
    [InlineData("""{"detail":{"alarmName":[{"prefix":{"equals-ignore-case":"Orders-"}}]}}""", true)]
    [InlineData("""{"detail":{"alarmName":[{"suffix":"-5xx"}]}}""", true)]
    [InlineData("""{"detail":{"alarmName":[{"suffix":"-4xx"}]}}""", false)]
    [InlineData("""{"detail":{"alarmName":[{"suffix":{"equals-ignore-case":"-5XX"}}]}}""", true)]
    [InlineData("""{"detail":{"count":[{"prefix":"3"}]}}""", false)]
    [InlineData("""{"detail":{"alarmName":[{"equals-ignore-case":"ORDERS-5XX"}]}}""", true)]
    [InlineData("""{"detail":{"alarmName":[{"equals-ignore-case":"ORDERS"}]}}""", false)]
    [InlineData("""{"detail":{"alarmName":[{"wildcard":"o*-5*x"}]}}""", true)]
    [InlineData("""{"detail":{"alarmName":[{"wildcard":"o*-4*"}]}}""", false)]
    [InlineData("""{"detail":{"alarmName":[{"wildcard":"orders-?xx"}]}}""", false)]
    [InlineData("""{"detail":{"alarmName":[{"anything-but":"other"}]}}""", true)]
    [InlineData("""{"detail":{"alarmName":[{"anything-but":"orders-5xx"}]}}""", false)]
    [InlineData("""{"detail":{"alarmName":[{"anything-but":["a","orders-5xx"]}]}}""", false)]
    [InlineData("""{"detail":{"alarmName":[{"anything-but":{"prefix":"orders"}}]}}""", false)]
    [InlineData("""{"detail":{"alarmName":[{"anything-but":{"suffix":"4xx"}}]}}""", true)]
    [InlineData("""{"detail":{"alarmName":[{"anything-but":{"equals-ignore-case":["ORDERS-5XX"]}}]}}""", false)]
    [InlineData("""{"detail":{"alarmName":[{"anything-but":{"wildcard":"*5*"}}]}}""", false)]
    [InlineData("""{"detail":{"missing":[{"anything-but":"x"}]}}""", false)]
    [InlineData("""{"detail":{"count":[{"anything-but":[300]}]}}""", false)]
    [InlineData("""{"detail":{"alarmName":[{"exists":true}]}}""", true)]
    [InlineData("""{"detail":{"alarmName":[{"exists":false}]}}""", false)]
    [InlineData("""{"detail":{"missing":[{"exists":false}]}}""", true)]
    [InlineData("""{"detail":{"missing":[{"exists":true}]}}""", false)]
    [InlineData("""{"nowhere":{"missing":[{"exists":false}]}}""", true)]
    [InlineData("""{"detail":{"state":[{"exists":true}]}}""", false)]
    [InlineData("""{"detail":{"count":[{"numeric":["=",300]}]}}""", true)]
    [InlineData("""{"detail":{"count":[{"numeric":["=",300.0]}]}}""", true)]
    [InlineData("""{"detail":{"count":[{"numeric":[">",0,"<=",300]}]}}""", true)]
    [InlineData("""{"detail":{"count":[{"numeric":[">",300]}]}}""", false)]
    [InlineData("""{"detail":{"count":[{"numeric":["<",300]}]}}""", false)]
    [InlineData("""{"detail":{"ratio":[{"numeric":[">=",0.5]}]}}""", true)]
    [InlineData("""{"detail":{"alarmName":[{"numeric":[">=",0]}]}}""", false)]
    [InlineData("""{"$or":[{"source":["x"]},{"detail":{"count":[300]}}]}""", true)]
    [InlineData("""{"$or":[{"source":["x"]},{"source":["y"]}]}""", false)]
    [InlineData("""{"detail":{"flag":[true],"$or":[{"count":[1]},{"alarmName":[{"prefix":"o"}]}]}}""", true)]
    [InlineData("""{"detail":{"flag":[false],"$or":[{"count":[300]},{"count":[300]}]}}""", false)]
    public void Matches_AsEventBridgeDoes(string pattern, bool matches)
    {
        Assert.Equal(matches, EventPattern.Parse(pattern).Matches(JsonDocument.Parse(Alarm).RootElement));
    }

    [Theory]
    [InlineData("{}", "$: an empty pattern")]
    [InlineData("""{"source":"aws.ecs"}""", "$.source: expected a list")]
    [InlineData("""{"detail":{"a":[{"cidr":"10.0.0.0/8"}]}}""", "$.detail.a[0].cidr: no such rule")]
    [InlineData("""{"a":[{"prefix":"x","suffix":"y"}]}""", "$.a[0]: expected exactly one rule")]
    [InlineData("""{"a":[{"prefix":1}]}""", "$.a[0].prefix: expected a text")]
    [InlineData("""{"a":[{"exists":"yes"}]}""", "$.a[0].exists: expected true or false")]
    [InlineData("""{"a":[{"numeric":["~",1]}]}""", "$.a[0].numeric: '~' is no comparison")]
    [InlineData("""{"a":[{"numeric":[1]}]}""", "$.a[0].numeric: expected a comparison")]
    [InlineData("""{"$or":[{"a":[1]}]}""", "$.$or: expected a list of two")]
    public void Parse_NamesThePlaceOfWhatItDoesNotKnow(string pattern, string message)
    {
        var wrong = Assert.Throws<FormatException>(() => EventPattern.Parse(pattern));
        Assert.StartsWith(message, wrong.Message, StringComparison.Ordinal);
    }
}
