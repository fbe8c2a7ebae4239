-- For those who look into the database by hand, under the names that they know. Whoever may not make a schema goes without.
do $$
begin
    create schema if not exists ${reporting_live};

    create or replace view ${reporting_live}.OmiUserLink as
    select l.id::text as id, l.owner as userId, l.uid as omiUserId, true as isVerified, l.linked_at as verifiedAt
    from ${schema}.device_links l
    where l.held_by is not null;

    create or replace view ${reporting_live}.OmiSession as
    select s.id::text as id, regexp_replace(s.session_key, '^.*:', '') as omiSessionId,
        nullif(s.owner_key, '') as userId, s.status, s.created_at as createdAt, s.last_activity_at as lastSeenAt
    from ${schema}.sessions s
    where s.kind = 'DEVICE' and s.deleted_at is null;

    create or replace view ${reporting_live}.Conversation as
    select t.id::text as id, s.id::text as omiSessionId, nullif(s.owner_key, '') as userId, t.title,
        c.started_at as createdAt, c.ended_at as endedAt
    from ${schema}.conversations c
    join ${schema}.threads t on t.session_id = c.session_id and t.id = c.thread_id
    join ${schema}.sessions s on s.id = c.session_id
    where s.deleted_at is null and t.deleted_at is null;

    create or replace view ${reporting_live}.Message as
    select m.id::text as id, m.thread_id::text as conversationId, m.role, m.source, m.text, m.speaker,
        m.created_at as createdAt
    from ${schema}.messages m
    join ${schema}.conversations c on c.session_id = m.session_id and c.thread_id = m.thread_id;
exception
    when insufficient_privilege then raise warning '% was not made: %', '${reporting_live}', sqlerrm;
end $$;

insert into ${schema}.schema_version (version) values (11);
