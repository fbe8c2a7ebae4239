-- Whose rows a transaction sees: it says for whom it acts. Without a word it sees none.
create or replace function ${schema}.acts_for() returns text language sql stable parallel safe as $$
    select nullif(current_setting('chat_sessions.acts_for', true), '')
$$;

-- The user of all that: himself, the session's owner, or the worker's.
create or replace function ${schema}.acts_for_user() returns text language sql stable parallel safe as $$
    select case split_part(${schema}.acts_for(), ':', 1)
        when 'user' then nullif(substr(${schema}.acts_for(), 6), '')
        when 'session' then (
            select s.owner_key from ${schema}.sessions s
            where s.id = cast(substring(${schema}.acts_for()
                from '^session:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$') as uuid))
        when 'worker' then (
            select w.owner from ${schema}.workers w where w.id = substring(${schema}.acts_for() from '^worker:(.*)'))
    end
$$;

do $$
declare
    -- Written into the conditions, where they are asked once for a statement.
    acting constant text := '(select ${schema}.acts_for())';
    acting_user constant text := '(select ${schema}.acts_for_user())';
    -- Asked for each row, by the session's key; the policy of sessions holds there too.
    in_session constant text := '(select true from ${schema}.sessions s where s.id = session_id)';
    guarded record;
    name text;
begin
    for guarded in
        select tables.name, conditions.condition
        from (values
            ('sessions', $c$ {acting} in ('user:' || owner_key, 'session:' || id, 'worker:' || answerer_worker) $c$),
            ('workers', $c$ {acting} in ('worker:' || id, 'user:' || owner) $c$),
            ('session_events threads messages replies session_state session_labels session_counters
                session_attributes join_tokens assignments presences conversations segments orphans device_answers
                permission_requests budget_holds legacy_imports', $c$ {in_session} $c$),
            ('scope_heads scope_events', $c$ scope in ({acting}, 'user:' || {acting_user})
                or scope like 'worker:%' and (select true from ${schema}.workers w where w.id = substr(scope, 8)) $c$),
            ('usage_entries usage_sums pending_links listen_preferences', $c$ user_id = {acting_user} $c$),
            ('budgets budget_windows', $c$ user_id = {acting_user} or user_id = '' and {acting} is not null $c$),
            ('requests device_links webhook_secrets', $c$ owner = {acting_user} $c$),
            ('worker_registrations', $c$ approved_by = {acting_user} $c$),
            ('tokens', $c$ subject_kind in ('user', 'sign-out') and subject = {acting_user} $c$),
            ('request_keys', $c$ caller = {acting} or {acting} like 'session:%' and caller like 'guest:%' $c$),
            ('deliveries', $c$ {in_session} or (select true from ${schema}.device_links l
                where l.provider = deliveries.provider and l.uid = deliveries.uid limit 1) $c$),
            ('erasures', $c$ user_id = {acting_user} or user_id is null and {acting} is not null $c$),
            ('attempts presence_nodes erased_devices', $c$ {acting} is not null $c$)) as conditions (names, condition)
        cross join lateral regexp_split_to_table(conditions.names, '\s+') as tables (name)
    loop
        -- What several policies show adds up.
        for name in
            select p.polname from pg_policy p where p.polrelid = to_regclass('${schema}.' || quote_ident(guarded.name))
        loop
            execute 'drop policy ' || quote_ident(name) || ' on ${schema}.' || quote_ident(guarded.name);
        end loop;
        execute 'create policy acts_for on ${schema}.' || quote_ident(guarded.name)
            || ' using (case when ' || acting || ' = ''all'' or '
            || replace(replace(replace(guarded.condition,
                '{acting}', acting), '{acting_user}', acting_user), '{in_session}', in_session)
            -- Of a plain condition PostgreSQL expects that few rows fulfil it, and plans for that.
            || ' then 1 else 0 end <> 0)';
        execute 'alter table ${schema}.' || quote_ident(guarded.name)
            || ' enable row level security, force row level security';
        execute 'comment on policy acts_for on ${schema}.' || quote_ident(guarded.name) || ' is ''${rules}''';
    end loop;
    for name in
        select c.relname from pg_class c
        where c.relnamespace = to_regnamespace('${schema}') and c.relkind in ('r', 'p')
        and c.relname not in ('schema_version', 'flyway_schema_history') and not c.relforcerowsecurity
    loop
        raise exception 'table % has no policy', name;
    end loop;
end $$;
