using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace LambdaOps.Account.Services.DynamoDb;

/// <summary>DynamoDB's number: decimal, exact, up to 38 significant digits, 1E-130 to 9.99…E+125.</summary>
public readonly partial struct DynamoNumber : IComparable<DynamoNumber>, IEquatable<DynamoNumber>
{
    private const int MostDigits = 38;
    private const int MostMagnitude = 125;
    private const int LeastMagnitude = -130;
    private readonly BigInteger _digits;
    private readonly int _exponent;

    /// <summary>Normalised: no zeros at the end of the digits; zero has the exponent 0.</summary>
    private DynamoNumber(BigInteger digits, int exponent)
    {
        while (!digits.IsZero && digits % 10 == 0)
        {
            digits /= 10;
            exponent++;
        }

        _digits = digits;
        _exponent = digits.IsZero ? 0 : exponent;
    }

    public int Size => (Length + 1) / 2 + 1;

    private int Length => BigInteger.Abs(_digits).ToString(CultureInfo.InvariantCulture).Length;

    /// <exception cref="ServiceFault">Not a number, too long or too large.</exception>
    public static DynamoNumber Parse(string text)
    {
        var match = Form().Match(text.Trim());
        if (!match.Success)
        {
            throw Invalid(
                text.Length == 0
                    ? "The parameter cannot be converted to a numeric value"
                    : $"The parameter cannot be converted to a numeric value: {text}"
            );
        }

        var fraction = match.Groups["fraction"].Value;
        var digits = BigInteger.Parse(match.Groups["whole"].Value + fraction, CultureInfo.InvariantCulture);
        var power = match.Groups["power"].Value;
        var exponent = power.Length == 0 ? 0 : int.Parse(power, CultureInfo.InvariantCulture);
        return Checked(match.Groups["sign"].Value == "-" ? -digits : digits, exponent - fraction.Length);
    }

    public static DynamoNumber operator +(DynamoNumber a, DynamoNumber b)
    {
        var exponent = Math.Min(a._exponent, b._exponent);
        return Checked(a.Scaled(exponent) + b.Scaled(exponent), exponent);
    }

    public static DynamoNumber operator -(DynamoNumber a, DynamoNumber b) =>
        a + new DynamoNumber(-b._digits, b._exponent);

    public static bool operator ==(DynamoNumber a, DynamoNumber b) => a.Equals(b);

    public static bool operator !=(DynamoNumber a, DynamoNumber b) => !a.Equals(b);

    public static bool operator <(DynamoNumber a, DynamoNumber b) => a.CompareTo(b) < 0;

    public static bool operator >(DynamoNumber a, DynamoNumber b) => a.CompareTo(b) > 0;

    public static bool operator <=(DynamoNumber a, DynamoNumber b) => a.CompareTo(b) <= 0;

    public static bool operator >=(DynamoNumber a, DynamoNumber b) => a.CompareTo(b) >= 0;

    public int CompareTo(DynamoNumber other)
    {
        var exponent = Math.Min(_exponent, other._exponent);
        return Scaled(exponent).CompareTo(other.Scaled(exponent));
    }

    public bool Equals(DynamoNumber other) => _digits == other._digits && _exponent == other._exponent;

    public override bool Equals(object? obj) => obj is DynamoNumber other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_digits, _exponent);

    /// <summary>As DynamoDB gives it back: plain digits, never an exponent for what fits its 38 digits.</summary>
    public override string ToString()
    {
        var digits = BigInteger.Abs(_digits).ToString(CultureInfo.InvariantCulture);
        var sign = _digits.Sign < 0 ? "-" : "";
        if (_exponent >= 0)
        {
            return sign + digits + new string('0', _exponent);
        }

        var point = digits.Length + _exponent;
        return point > 0 ? $"{sign}{digits[..point]}.{digits[point..]}" : $"{sign}0.{new string('0', -point)}{digits}";
    }

    private BigInteger Scaled(int exponent) => _digits * BigInteger.Pow(10, _exponent - exponent);

    private static DynamoNumber Checked(BigInteger digits, int exponent)
    {
        var number = new DynamoNumber(digits, exponent);
        if (number.Length > MostDigits)
        {
            throw Invalid("Attempting to store more than 38 significant digits in a Number");
        }

        var magnitude = number.Length - 1 + number._exponent;
        if (!digits.IsZero && magnitude > MostMagnitude)
        {
            throw Invalid("Number overflow. Attempting to store a number with magnitude larger than supported range");
        }

        return digits.IsZero || magnitude >= LeastMagnitude
            ? number
            : throw Invalid(
                "Number underflow. Attempting to store a number with magnitude smaller than supported " + "range"
            );
    }

    private static ServiceFault Invalid(string message) => new("ValidationException", message);

    // Whole and fraction may each be missing, not both.
    [GeneratedRegex(@"^(?<sign>[+-]?)(?=\.?\d)(?<whole>\d*)(\.(?<fraction>\d*))?([eE](?<power>[+-]?\d{1,4}))?$")]
    private static partial Regex Form();
}
