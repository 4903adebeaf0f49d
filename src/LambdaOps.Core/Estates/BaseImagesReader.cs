using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Estates;

/// <summary>Reads the images that the services' images are built on.</summary>
internal static partial class BaseImagesReader
{
    public static ImmutableArray<ImageReference> Read(JsonPlace place)
    {
        var images = place.Exists ? place.Items("an array of images") : [];
        var read = ImmutableArray.CreateBuilder<ImageReference>(images.Count);
        foreach (var one in images)
        {
            var text = one.Text("an image such as public.ecr.aws/lambda/nodejs:24", Form());
            if (text.Length > 0 && read.Any(other => other.Text == text))
            {
                one.Fail("an image that is named once", 0);
            }

            read.Add(ImageReference.Read(text));
        }

        return read.ToImmutable();
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._/-]{0,254}(:[A-Za-z0-9._/-]{1,255})?(@sha256:[0-9a-f]{64})?\\z")]
    private static partial Regex Form();
}
