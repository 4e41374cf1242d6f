using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Editing;
using Xunit;

namespace Client.Tests;

/// <summary>The settings of a bulk sync can contain secrets. No change and no error shows them.</summary>
public sealed class HiddenSettingsTests : IDisposable
{
    private const string Secret = "hunter2-zq7xk";
    private const string Encoded = "aHVudGVyMi16cTd4aw==";

    private readonly OneSync _service = new();

    public void Dispose() => _service.Dispose();

    [Theory]
    [InlineData("""{"api_key":"hunter2-zq7xk"}""", "~ DestinationConfiguration.api_key: (none) -> (not shown)")]
    [InlineData("""{"inner":{"api_key":"hunter2-zq7xk"}}""", "~ DestinationConfiguration.inner.api_key: (not shown) -> (not shown)", """{"inner":{"api_key":"old"}}""")]
    [InlineData(
        """{"advanced":{"apiKey":"hunter2-zq7xk","region":"eu"}}""", """~ DestinationConfiguration.advanced: (none) -> {"apiKey":"(not shown)","region":"eu"}""")]
    [InlineData(
        """{"many":[{"name":"a","password":"hunter2-zq7xk"}]}""", """~ DestinationConfiguration.many: (none) -> [{"name":"a","password":"(not shown)"}]""")]
    [InlineData("""{"credentials":{"user":"hunter2-zq7xk"}}""", "~ DestinationConfiguration.credentials: (none) -> (not shown)")]
    [InlineData(
        """{"credentials":{"user":"hunter2-zq7xk"}}""", "~ DestinationConfiguration.credentials.user: (none) -> (not shown)", """{"credentials":{"x":1}}""")]
    [InlineData("""{"address":"https://me:hunter2-zq7xk@host/"}""", "~ DestinationConfiguration.address: (none) -> (not shown)")]
    [InlineData("""{"password":73918830552}""", "~ DestinationConfiguration.password: (none) -> (not shown)")]
    [InlineData("""{"password":null}""", "~ DestinationConfiguration.password: (not shown) -> (none)", """{"password":"hunter2-zq7xk"}""")]
    [InlineData("""{"use_password":true,"limit":5}""", "~ DestinationConfiguration.use_password: (none) -> True")]
    public async Task A_change_does_not_show_a_secret(string change, string difference, string? now = null)
    {
        if (now is not null) _service.Sync["destination_configuration"] = OneSync.Parse(now);
        var edit = await EditAsync(change);
        Assert.Contains(difference, edit.Differences);
        Hidden(string.Join("; ", edit.Differences));
    }

    [Fact]
    public async Task A_value_that_the_caller_hides_is_a_secret_whatever_its_name_is()
    {
        _service.Client.Hide(Api.Secure(Secret));
        var edit = await EditAsync("""{"other":"hunter2-zq7xk","inner":{"list":["hunter2-zq7xk","shown"]}}""");
        Assert.Equal(
            [
                "~ DestinationConfiguration.other: (none) -> (not shown)",
                """~ DestinationConfiguration.inner: (none) -> {"list":["(not shown)","shown"]}""",
            ],
            edit.Differences);
        _service.After = what =>
        {
            if (what == "PUT ") _service.Sync["destination_configuration"]!["other"] = "x";
        };
        Assert.Equal(["~ DestinationConfiguration.other: 'x' -> (not shown)"], (await _service.Client.Updates.UpdateAsync(edit)).Different);
        _service.Instead = what => what == "PUT " ? AnswerHandler.Json(422, $$"""{"message":"no: {{Secret}}"}""") : null;
        edit = await EditAsync("""{"other":"hunter2-zq7xk"}""");
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => _service.Client.Updates.UpdateAsync(edit));
        Assert.Contains("redacted", failure.Message, StringComparison.Ordinal);
        Hidden(failure.ToString());
    }

    [Fact]
    public async Task An_unknown_property_with_the_name_of_a_secret_is_not_shown_either()
    {
        var edit = await _service.Client.BulkSyncs.EditAsync(OneSync.Id);
        edit.Apply(new JsonObject { ["api_token"] = Secret, ["later"] = "shown" });
        Assert.Equal(["~ ApiToken: (none) -> (not shown)", "~ Later: (none) -> 'shown'"], edit.Differences);
    }

    [Fact]
    public async Task Fields_and_schemas_that_are_named_like_secrets_are_shown()
    {
        using var service = new OneSync("""{"id":"tokens","enabled":true,"fields":[{"id":"password","enabled":true}],"filters":[]}""");
        var edit = await service.Client.Schemas.EditAsync(OneSync.Id, "tokens");
        edit.Apply(OneSync.Parse("""{"user_output_name":"secrets","fields":{"password":{"user_output_name":"word"}}}"""));
        Assert.Equal(
            ["~ Schemas.tokens.Fields.password.UserOutputName: (none) -> 'word'", "~ Schemas.tokens.UserOutputName: (none) -> 'secrets'"],
            edit.Differences.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_setting_that_the_service_changed_does_not_show_its_secret()
    {
        _service.After = what =>
        {
            if (what == "PUT ") _service.Sync["destination_configuration"]!["api_key"] = "other-zq7xk";
        };
        var update = await _service.Client.Updates.UpdateAsync(await EditAsync("""{"api_key":"hunter2-zq7xk"}"""));
        Assert.Equal(["~ DestinationConfiguration.api_key: (not shown) -> (not shown)"], update.Different);
        Hidden(string.Join("; ", update.Warnings));
    }

    [Theory]
    [InlineData("""{"api_key":"hunter2-zq7xk"}""")]
    [InlineData("""{"many":[{"deep":{"secret":["hunter2-zq7xk"]}}]}""")]
    public async Task An_error_that_repeats_a_secret_is_shown_without_it(string configuration)
    {
        _service.Instead = what => what == "PUT "
            ? AnswerHandler.Json(422, $$$"""{"key":"bad","message":"no: {{{Secret}}} ({{{Encoded}}})","metadata":{"sent":"{{{Secret}}}"}}""")
            : null;
        var edit = await EditAsync(configuration);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => _service.Client.Updates.UpdateAsync(edit));
        Redacted(failure);

        using var api = new Api();
        api.Script.Answer(422, $$$"""{"key":"bad","message":"no: {{{Secret}}}","metadata":{"sent":"{{{Secret}}}"}}""");
        var settings = new JsonObject { ["name"] = "A", ["destination_configuration"] = OneSync.Parse(configuration) };
        Redacted(await Assert.ThrowsAsync<PolytomicApiException>(() => api.Client.BulkSyncs.CreateAsync("A", settings)));

        static void Redacted(PolytomicApiException failure)
        {
            var text = $"{failure} {failure.Key} {failure.Metadata}";
            Assert.Contains("redacted", text, StringComparison.Ordinal);
            Hidden(text);
            Assert.DoesNotContain(Encoded, text, StringComparison.Ordinal);
        }
    }

    private async Task<ResourceEdit> EditAsync(string configuration)
    {
        var edit = await _service.Client.BulkSyncs.EditAsync(OneSync.Id);
        edit.Apply(new JsonObject { ["destination_configuration"] = OneSync.Parse(configuration) });
        Assert.NotEmpty(edit.Differences);
        return edit;
    }

    private static void Hidden(string text)
    {
        Assert.DoesNotContain("zq7xk", text, StringComparison.Ordinal);
        Assert.DoesNotContain("73918830552", text, StringComparison.Ordinal);
    }
}
