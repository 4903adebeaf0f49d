using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>
/// Makes a <see cref="LambdaBootstrapHandler"/> of whatever signature a function has. Failures to read the event or
/// to write the result are the invocation's failures, like those of the function itself.
/// </summary>
public class HandlerWrapper : IDisposable
{
    private HandlerWrapper(LambdaBootstrapHandler handler)
    {
        Handler = handler;
    }

    public LambdaBootstrapHandler Handler { get; }

    public static HandlerWrapper GetHandlerWrapper(Action<Stream, ILambdaContext, MemoryStream> invokeDelegate) =>
        Of(
            null,
            i =>
            {
                var output = new MemoryStream();
                invokeDelegate(i.InputStream, i.LambdaContext, output);
                output.Position = 0;
                return Task.FromResult(new InvocationResponse(output));
            }
        );

    public static HandlerWrapper GetHandlerWrapper(Func<Task> handler) =>
        Of(
            null,
            async i =>
            {
                await handler();
                return Nothing();
            }
        );

    public static HandlerWrapper GetHandlerWrapper(Func<Stream, Task> handler) =>
        Of(
            null,
            async i =>
            {
                await handler(i.InputStream);
                return Nothing();
            }
        );

    public static HandlerWrapper GetHandlerWrapper<TInput>(Func<TInput, Task> handler, ILambdaSerializer serializer) =>
        Of(
            serializer,
            async i =>
            {
                await handler(Read<TInput>(serializer, i));
                return Nothing();
            }
        );

    public static HandlerWrapper GetHandlerWrapper(Func<ILambdaContext, Task> handler) =>
        Of(
            null,
            async i =>
            {
                await handler(i.LambdaContext);
                return Nothing();
            }
        );

    public static HandlerWrapper GetHandlerWrapper(Func<Stream, ILambdaContext, Task> handler) =>
        Of(
            null,
            async i =>
            {
                await handler(i.InputStream, i.LambdaContext);
                return Nothing();
            }
        );

    public static HandlerWrapper GetHandlerWrapper<TInput>(
        Func<TInput, ILambdaContext, Task> handler,
        ILambdaSerializer serializer
    ) =>
        Of(
            serializer,
            async i =>
            {
                await handler(Read<TInput>(serializer, i), i.LambdaContext);
                return Nothing();
            }
        );

    public static HandlerWrapper GetHandlerWrapper(Func<Task<Stream>> handler) =>
        Of(null, async i => new InvocationResponse(await handler() ?? Stream.Null));

    public static HandlerWrapper GetHandlerWrapper(Func<Stream, Task<Stream>> handler) =>
        Of(null, async i => new InvocationResponse(await handler(i.InputStream) ?? Stream.Null));

    public static HandlerWrapper GetHandlerWrapper<TInput>(
        Func<TInput, Task<Stream>> handler,
        ILambdaSerializer serializer
    ) => Of(serializer, async i => new InvocationResponse(await handler(Read<TInput>(serializer, i)) ?? Stream.Null));

    public static HandlerWrapper GetHandlerWrapper(Func<ILambdaContext, Task<Stream>> handler) =>
        Of(null, async i => new InvocationResponse(await handler(i.LambdaContext) ?? Stream.Null));

    public static HandlerWrapper GetHandlerWrapper(Func<Stream, ILambdaContext, Task<Stream>> handler) =>
        Of(null, async i => new InvocationResponse(await handler(i.InputStream, i.LambdaContext) ?? Stream.Null));

    public static HandlerWrapper GetHandlerWrapper<TInput>(
        Func<TInput, ILambdaContext, Task<Stream>> handler,
        ILambdaSerializer serializer
    ) =>
        Of(
            serializer,
            async i => new InvocationResponse(
                await handler(Read<TInput>(serializer, i), i.LambdaContext) ?? Stream.Null
            )
        );

    public static HandlerWrapper GetHandlerWrapper<TOutput>(
        Func<Task<TOutput>> handler,
        ILambdaSerializer serializer
    ) => Of(serializer, async i => Write(serializer, await handler()));

    public static HandlerWrapper GetHandlerWrapper<TOutput>(
        Func<Stream, Task<TOutput>> handler,
        ILambdaSerializer serializer
    ) => Of(serializer, async i => Write(serializer, await handler(i.InputStream)));

    public static HandlerWrapper GetHandlerWrapper<TInput, TOutput>(
        Func<TInput, Task<TOutput>> handler,
        ILambdaSerializer serializer
    ) => Of(serializer, async i => Write(serializer, await handler(Read<TInput>(serializer, i))));

    public static HandlerWrapper GetHandlerWrapper<TOutput>(
        Func<ILambdaContext, Task<TOutput>> handler,
        ILambdaSerializer serializer
    ) => Of(serializer, async i => Write(serializer, await handler(i.LambdaContext)));

    public static HandlerWrapper GetHandlerWrapper<TOutput>(
        Func<Stream, ILambdaContext, Task<TOutput>> handler,
        ILambdaSerializer serializer
    ) => Of(serializer, async i => Write(serializer, await handler(i.InputStream, i.LambdaContext)));

    public static HandlerWrapper GetHandlerWrapper<TInput, TOutput>(
        Func<TInput, ILambdaContext, Task<TOutput>> handler,
        ILambdaSerializer serializer
    ) => Of(serializer, async i => Write(serializer, await handler(Read<TInput>(serializer, i), i.LambdaContext)));

    public static HandlerWrapper GetHandlerWrapper(Action handler) =>
        Of(
            null,
            i =>
            {
                handler();
                return Task.FromResult(Nothing());
            }
        );

    public static HandlerWrapper GetHandlerWrapper(Action<Stream> handler) =>
        Of(
            null,
            i =>
            {
                handler(i.InputStream);
                return Task.FromResult(Nothing());
            }
        );

    public static HandlerWrapper GetHandlerWrapper<TInput>(Action<TInput> handler, ILambdaSerializer serializer) =>
        Of(
            serializer,
            i =>
            {
                handler(Read<TInput>(serializer, i));
                return Task.FromResult(Nothing());
            }
        );

    public static HandlerWrapper GetHandlerWrapper(Action<ILambdaContext> handler) =>
        Of(
            null,
            i =>
            {
                handler(i.LambdaContext);
                return Task.FromResult(Nothing());
            }
        );

    public static HandlerWrapper GetHandlerWrapper(Action<Stream, ILambdaContext> handler) =>
        Of(
            null,
            i =>
            {
                handler(i.InputStream, i.LambdaContext);
                return Task.FromResult(Nothing());
            }
        );

    public static HandlerWrapper GetHandlerWrapper<TInput>(
        Action<TInput, ILambdaContext> handler,
        ILambdaSerializer serializer
    ) =>
        Of(
            serializer,
            i =>
            {
                handler(Read<TInput>(serializer, i), i.LambdaContext);
                return Task.FromResult(Nothing());
            }
        );

    public static HandlerWrapper GetHandlerWrapper(Func<Stream> handler) =>
        Of(null, i => Task.FromResult(new InvocationResponse(handler() ?? Stream.Null)));

    public static HandlerWrapper GetHandlerWrapper(Func<Stream, Stream> handler) =>
        Of(null, i => Task.FromResult(new InvocationResponse(handler(i.InputStream) ?? Stream.Null)));

    public static HandlerWrapper GetHandlerWrapper<TInput>(
        Func<TInput, Stream> handler,
        ILambdaSerializer serializer
    ) =>
        Of(
            serializer,
            i => Task.FromResult(new InvocationResponse(handler(Read<TInput>(serializer, i)) ?? Stream.Null))
        );

    public static HandlerWrapper GetHandlerWrapper(Func<ILambdaContext, Stream> handler) =>
        Of(null, i => Task.FromResult(new InvocationResponse(handler(i.LambdaContext) ?? Stream.Null)));

    public static HandlerWrapper GetHandlerWrapper(Func<Stream, ILambdaContext, Stream> handler) =>
        Of(null, i => Task.FromResult(new InvocationResponse(handler(i.InputStream, i.LambdaContext) ?? Stream.Null)));

    public static HandlerWrapper GetHandlerWrapper<TInput>(
        Func<TInput, ILambdaContext, Stream> handler,
        ILambdaSerializer serializer
    ) =>
        Of(
            serializer,
            i =>
                Task.FromResult(
                    new InvocationResponse(handler(Read<TInput>(serializer, i), i.LambdaContext) ?? Stream.Null)
                )
        );

    public static HandlerWrapper GetHandlerWrapper<TOutput>(Func<TOutput> handler, ILambdaSerializer serializer) =>
        Of(serializer, i => Task.FromResult(Write(serializer, handler())));

    public static HandlerWrapper GetHandlerWrapper<TOutput>(
        Func<Stream, TOutput> handler,
        ILambdaSerializer serializer
    ) => Of(serializer, i => Task.FromResult(Write(serializer, handler(i.InputStream))));

    public static HandlerWrapper GetHandlerWrapper<TInput, TOutput>(
        Func<TInput, TOutput> handler,
        ILambdaSerializer serializer
    ) => Of(serializer, i => Task.FromResult(Write(serializer, handler(Read<TInput>(serializer, i)))));

    public static HandlerWrapper GetHandlerWrapper<TOutput>(
        Func<ILambdaContext, TOutput> handler,
        ILambdaSerializer serializer
    ) => Of(serializer, i => Task.FromResult(Write(serializer, handler(i.LambdaContext))));

    public static HandlerWrapper GetHandlerWrapper<TOutput>(
        Func<Stream, ILambdaContext, TOutput> handler,
        ILambdaSerializer serializer
    ) => Of(serializer, i => Task.FromResult(Write(serializer, handler(i.InputStream, i.LambdaContext))));

    public static HandlerWrapper GetHandlerWrapper<TInput, TOutput>(
        Func<TInput, ILambdaContext, TOutput> handler,
        ILambdaSerializer serializer
    ) => Of(serializer, i => Task.FromResult(Write(serializer, handler(Read<TInput>(serializer, i), i.LambdaContext))));

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) { }

    private static HandlerWrapper Of(ILambdaSerializer serializer, LambdaBootstrapHandler handler) =>
        new(async i =>
        {
            if (i.LambdaContext is LambdaContext context)
            {
                context.Serializer = serializer;
            }

            return await handler(i);
        });

    private static T Read<T>(ILambdaSerializer serializer, InvocationRequest invocation) =>
        serializer.Deserialize<T>(invocation.InputStream);

    private static InvocationResponse Write<T>(ILambdaSerializer serializer, T result)
    {
        var output = new MemoryStream();
        serializer.Serialize(result, output);
        output.Position = 0;
        return new InvocationResponse(output);
    }

    private static InvocationResponse Nothing() => new(Stream.Null, disposeOutputStream: false);
}
