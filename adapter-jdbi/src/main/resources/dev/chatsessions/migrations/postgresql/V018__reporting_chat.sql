-- For those who look into the database by hand, under the names that they know. Whoever may not make a schema goes without.
do $$
begin
    create schema if not exists ${reporting_chat};

    -- What a message says; what its tools were asked and answered is left out.
    create or replace view ${reporting_chat}.conversations as
    select m.id::text as id, s.owner_key as user_id, t.thread_key as thread_id, lower(m.role) as role,
        coalesce(m.text, (
            select string_agg(p.part ->> 'text', '' order by p.place)
            from jsonb_array_elements(m.parts) with ordinality as p (part, place)
            where p.part ->> 'type' = 'text'), '') as content,
        m.created_at
    from ${schema}.messages m
    join ${schema}.threads t on t.session_id = m.session_id and t.id = m.thread_id
    join ${schema}.sessions s on s.id = m.session_id
    where s.kind = 'CHAT' and s.deleted_at is null and t.deleted_at is null and m.status <> 'OPEN'
        and m.role in ('USER', 'ASSISTANT');

    create or replace view ${reporting_chat}.user_usage as
    select u.user_id, sum(u.input_tokens + u.output_tokens)::bigint as total_tokens,
        min(u.spent_on)::timestamp as created_at, max(u.spent_on)::timestamp as updated_at
    from ${schema}.usage_sums u
    group by u.user_id;
exception
    when insufficient_privilege then raise warning '% was not made: %', '${reporting_chat}', sqlerrm;
end $$;

insert into ${schema}.schema_version (version) values (18);
