// Creates, changes and deletes a bulk sync with the vendor's SDK, and prints the results as one JSON object.
// Arguments: the folder with the npm packages, the address of the service, a key.
const { createRequire } = require('module');
const [, , folder, environment, token] = process.argv;
const { PolytomicClient } = createRequire(folder + '/')('polytomic');
const client = new PolytomicClient({ token, environment, version: '2025-09-18' });
const { bulkSync } = client;
const { schemas, executions, schedules } = bulkSync;

async function life() {
    const saw = {};
    saw.email = (await client.identity.get()).data.email;
    const listed = (await bulkSync.list({ limit: 50 })).data;
    saw.listed = listed.map(sync => sync.name);
    const model = (await bulkSync.get(listed.find(sync => sync.name === 'Salesforce to Snowflake').id)).data;
    saw.model = model.name;

    const created = (await bulkSync.create({
        name: 'From the SDK', mode: model.mode, active: false,
        source_connection_id: model.source_connection_id,
        destination_connection_id: model.destination_connection_id,
        destination_configuration: model.destination_configuration,
        default_schedule: { frequency: 'daily', hour: '3', minute: '15' },
    })).data;
    const { id } = created;
    saw.created = [created.name, created.active, created.default_schedule.hour];
    const updated = (await bulkSync.update(id, {
        name: 'From the SDK, renamed', mode: created.mode,
        source_connection_id: created.source_connection_id,
        destination_connection_id: created.destination_connection_id,
        destination_configuration: created.destination_configuration,
        default_schedule: { frequency: 'weekly', day_of_week: 'monday', hour: '4', minute: '5' },
    })).data;
    saw.updated = [updated.id === id, updated.name, updated.default_schedule.frequency];

    const tables = (await schemas.list(id)).data.map(schema => schema.id);
    saw.schemas = tables.length;
    const before = (await schemas.get(id, tables[0])).data;
    const fields = before.fields.map(field => ({ id: field.id, enabled: field.enabled }));
    await schemas.patch(id, { schemas: [{ id: tables[0], enabled: true, user_output_name: 'renamed', fields }] });
    const after = (await schemas.get(id, tables[0])).data;
    saw.patched = [before.user_output_name || null, after.user_output_name, after.fields.length === before.fields.length];

    saw.activated = (await bulkSync.activate(id, { active: true })).data.active;
    const started = (await bulkSync.start(id)).data;
    saw.again = await failure(bulkSync.start(id, {}, { maxRetries: 0 }));
    saw.executions = (await executions.list(id)).data.map(execution => execution.id === started.id);
    saw.execution = (await executions.get(id, started.id)).data.id === started.id;
    saw.status = (await bulkSync.getStatus(id)).data.current_execution?.id === started.id;
    saw.statuses = (await executions.listStatus({ sync_id: id })).data.map(status => status.sync_id === id);
    const finished = (await executions.list(model.id, { only_terminal: true })).data[0];
    saw.files = (await executions.getLogs(model.id, finished.id)).data.URLs.length > 0;
    saw.canceled = typeof (await executions.cancel(id, started.id)).data.message;

    const count = async () => (await schedules.list(id)).data.length;
    saw.scheduled = (await schedules.create(id, { schedule: { frequency: 'hourly', minute: '20' } })).data.minute;
    // The schedule endpoints return no ids.
    const [schedule] = (await bulkSync.get(id)).data.additional_schedules;
    saw.schedule = [(await schedules.get(id, schedule.id)).data.frequency, await count()];
    saw.moved = (await schedules.update(id, schedule.id, { schedule: { frequency: 'hourly', minute: '40' } })).data.minute;
    await schedules.delete(id, schedule.id);
    saw.schedules = await count();

    saw.paused = (await bulkSync.activate(id, { active: false })).data.active;
    await bulkSync.remove(id);
    saw.gone = await failure(bulkSync.get(id));
    return saw;
}

/** The error that a call ends with: its class, status and key. */
const failure = call => call.then(() => null, error => [error.constructor.name, error.statusCode, error.body?.key]);

life().then(saw => console.log(JSON.stringify(saw)), error => {
    console.error(error);
    process.exitCode = 1;
});
