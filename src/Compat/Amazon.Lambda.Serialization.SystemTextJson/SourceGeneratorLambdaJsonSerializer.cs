using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>
/// Reads and writes the types that a <see cref="JsonSerializerContext"/> lists, without reflection. Everything is made
/// at the first use: a function that takes and returns streams never pays for it at its cold start.
/// </summary>
/// <typeparam name="TSGContext">The context; every event and response type has a [JsonSerializable] there.</typeparam>
public class SourceGeneratorLambdaJsonSerializer<
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSGContext
> : AbstractLambdaJsonSerializer, ILambdaSerializer
    where TSGContext : JsonSerializerContext
{
    private readonly Action<JsonSerializerOptions> _customizer;
    private JsonSerializerOptions _options;
    private JsonSerializerOptions _resolvingOptions;

    public SourceGeneratorLambdaJsonSerializer()
        : this((Action<JsonSerializerOptions>)null, null) { }

    public SourceGeneratorLambdaJsonSerializer(Action<JsonSerializerOptions> customizer)
        : this(customizer, null) { }

    public SourceGeneratorLambdaJsonSerializer(Action<JsonWriterOptions> jsonWriterCustomizer)
        : this((Action<JsonSerializerOptions>)null, jsonWriterCustomizer) { }

    public SourceGeneratorLambdaJsonSerializer(
        Action<JsonSerializerOptions> customizer,
        Action<JsonWriterOptions> jsonWriterCustomizer
    )
        : base(jsonWriterCustomizer)
    {
        _customizer = customizer;
    }

    protected JsonSerializerOptions SerializerOptions => _options ??= CreateOptions();

    protected override void InternalSerialize<T>(Utf8JsonWriter writer, T response) =>
        JsonSerializer.Serialize(writer, response, TypeInfo<T>());

    protected override T InternalDeserialize<T>(byte[] utf8Json) => JsonSerializer.Deserialize(utf8Json, TypeInfo<T>());

    private JsonSerializerOptions CreateOptions()
    {
        var options = CreateDefaultJsonSerializationOptions();
        _customizer?.Invoke(options);
        return options;
    }

    private JsonTypeInfo<T> TypeInfo<T>()
    {
        _resolvingOptions ??= WithContext(SerializerOptions);
        return _resolvingOptions.TryGetTypeInfo(typeof(T), out var info)
            ? (JsonTypeInfo<T>)info
            : throw new JsonSerializerException(
                $"{typeof(TSGContext).FullName} has no [JsonSerializable(typeof({typeof(T).FullName}))]."
            );
    }

    // The context resolves for our options: no constructor is looked up, so there is no reflection on the way.
    private static JsonSerializerOptions WithContext(JsonSerializerOptions options)
    {
        var resolving = options.IsReadOnly ? new JsonSerializerOptions(options) : options;
        resolving.TypeInfoResolverChain.Insert(0, Activator.CreateInstance<TSGContext>());
        return resolving;
    }
}
