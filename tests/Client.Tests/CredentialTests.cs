using Client.Tests.Support;
using PolytomicBulk;
using Xunit;

namespace Client.Tests;

public sealed class CredentialTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\t\r\n")]
    public void An_empty_key_is_refused(string key)
    {
        var refusal = Assert.Throws<ArgumentException>(() => PolytomicCredential.ApiKey(Api.Secure(key))).Message;
        Facts.Hold(refusal, "API key");
        Facts.Hold(Assert.Throws<ArgumentException>(() => PolytomicCredential.PartnerKey(Api.Organization, Api.Secure(key))).Message, "partner key");
        Facts.Hold(Assert.Throws<ArgumentException>(() => PolytomicCredential.DeploymentKey(Api.Organization, Api.Secure(key))).Message, "deployment key");
        // A missing key and a key with an invalid character have different messages.
        Assert.NotEqual(refusal, Assert.Throws<ArgumentException>(() => PolytomicCredential.ApiKey(Api.Secure("a b"))).Message);
    }

    [Theory]
    [InlineData("secret\n")]
    [InlineData("secret\r\n")]
    [InlineData("  secret\t")]
    public void Spaces_around_a_pasted_key_are_removed(string key) =>
        Assert.Equal("Bearer secret", PolytomicCredential.ApiKey(Api.Secure(key)).ToHeader().ToString());

    [Theory]
    [InlineData("sec ret")]
    [InlineData("sec\nret")]
    [InlineData("sec\r\nX-Injected: ret")]
    [InlineData("sec\0ret")]
    [InlineData("sec\u007Fret")]
    [InlineData("sec\u00A0ret")]
    [InlineData("secr\u00E9t")]
    [InlineData("sec\u200Bret")]
    public void A_key_with_an_invalid_character_is_refused_and_not_shown(string key)
    {
        var refusal = Assert.Throws<ArgumentException>(() => PolytomicCredential.ApiKey(Api.Secure(key)));
        Facts.Hold(refusal.Message, "API key");
        Assert.DoesNotContain("sec", refusal.ToString().Split(" at ")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_of_a_credential_is_its_kind()
    {
        Assert.Equal("API key", PolytomicCredential.ApiKey(Api.Secure(Api.Key)).ToString());
        Assert.Equal("partner key", PolytomicCredential.PartnerKey(Api.Organization, Api.Secure(Api.Key)).ToString());
        Assert.Equal("deployment key", PolytomicCredential.DeploymentKey(Api.Organization, Api.Secure(Api.Key)).ToString());
        Assert.Null(PolytomicCredential.ApiKey(Api.Secure(Api.Key)).OrganizationId);
        Assert.Equal(Api.Organization, PolytomicCredential.PartnerKey(Api.Organization, Api.Secure(Api.Key)).OrganizationId);
    }

    [Fact]
    public void No_public_member_returns_the_key()
    {
        var credential = PolytomicCredential.PartnerKey(Api.Organization, Api.Secure(Api.Key));
        var shown = typeof(PolytomicCredential).GetProperties().Select(property => property.GetValue(credential)?.ToString()).Append(credential.ToString());
        Assert.All(shown, text => Assert.DoesNotContain("7f3a", text ?? "", StringComparison.Ordinal));
        Assert.Equal("{", System.Text.Json.JsonSerializer.Serialize(credential)[..1]);
        Assert.DoesNotContain("7f3a", System.Text.Json.JsonSerializer.Serialize(credential), StringComparison.Ordinal);
    }

    [Fact]
    public void A_credential_has_its_own_copy_of_the_key()
    {
        var key = Api.Secure("secret");
        var credential = PolytomicCredential.ApiKey(key);
        key.Dispose();
        Assert.Equal("secret", credential.ToHeader().Parameter);
    }

    [Fact]
    public void A_disposed_credential_cannot_be_used()
    {
        var key = Api.Secure("secret");
        var credential = PolytomicCredential.ApiKey(key);
        credential.Dispose();
        credential.Dispose();
        Assert.Equal(nameof(PolytomicCredential), Assert.Throws<ObjectDisposedException>(credential.ToHeader).ObjectName);
        Assert.Equal("API key", credential.ToString());
        // The client does not wipe the caller's own copy of the key.
        Assert.Equal(6, key.Length);
    }

    [Fact]
    public void The_pattern_of_a_key_is_created_once_and_removed_with_the_session()
    {
        var credential = PolytomicCredential.ApiKey(Api.Secure("secret-key"));
        var first = credential.Redactor();
        Assert.Same(first.Target, credential.Redactor().Target);
        Assert.DoesNotContain("secret-key", first("the key is secret-key."));
        credential.Dispose();
        Assert.NotSame(first.Target, credential.Redactor().Target);
        Assert.Equal("[redacted]", credential.Redact("any text"));
    }
}
