using System.Collections;
using System.Text;
using System.Text.Json;

// A runtime and a handler in one: a loop on the Lambda Runtime API that does what the payload says in "do".
var api = $"http://{Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")}/2018-06-01/runtime";
using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };

if (Environment.GetEnvironmentVariable("FAIL_INIT") is not null)
{
    await PostAsync("init/error", """{"errorType":"Test.Init","errorMessage":"cannot start"}""");
    return 3;
}

var count = 0;
while (true)
{
    using var next = await http.GetAsync($"{api}/invocation/next");
    var id = next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single();
    var payload = await next.Content.ReadAsStringAsync();
    count++;
    switch (JsonDocument.Parse(payload).RootElement.GetProperty("do").GetString())
    {
        case "fail":
            await PostAsync($"invocation/{id}/error", """{"errorType":"Test.Failure","errorMessage":"as told"}""");
            break;
        case "crash":
            Environment.Exit(1);
            break;
        case "hang":
            await Task.Delay(Timeout.Infinite);
            break;
        case "log":
            Console.WriteLine("a line on stdout");
            Console.Error.WriteLine("a line on stderr");
            await PostAsync($"invocation/{id}/response", "null");
            break;
        case "leave":
            await PostAsync($"invocation/{id}/response", "\"sent\"");
            return 0;
        case "call":
            using (await http.GetAsync($"{Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL")}/called"))
            {
                await PostAsync($"invocation/{id}/response", "\"called\"");
            }

            break;
        case "protocol":
            await PostAsync($"invocation/{id}/response", await ProtocolAsync());
            break;
        default:
            await PostAsync($"invocation/{id}/response", Echo(payload, next));
            break;
    }
}

// Everything that the invocation came with.
string Echo(string payload, HttpResponseMessage next)
{
    var environment = Environment
        .GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value);
    var headers = next
        .Headers.Where(header => header.Key.StartsWith("Lambda-", StringComparison.Ordinal))
        .ToDictionary(header => header.Key, header => header.Value.Single());
    return JsonSerializer.Serialize(
        new
        {
            payload,
            count,
            pid = Environment.ProcessId,
            environment,
            headers,
        }
    );
}

// What the Runtime API answers to a runtime that breaks its rules.
async Task<string> ProtocolAsync()
{
    using var early = await http.GetAsync($"{api}/invocation/next");
    var answers = new[]
    {
        $"{(int)early.StatusCode} {await early.Content.ReadAsStringAsync()}",
        await PostAsync("invocation/no-such-id/response", "1"),
        await PostAsync("init/error", "{}"),
        await PostAsync("nowhere", "{}"),
    };
    return JsonSerializer.Serialize(answers);
}

async Task<string> PostAsync(string path, string body)
{
    using var content = new StringContent(body, Encoding.UTF8, "application/json");
    using var answer = await http.PostAsync($"{api}/{path}", content);
    return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
}
