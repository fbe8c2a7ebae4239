-- For those who look into the database by hand, under the names that they know. Whoever may not make a schema goes without.
do $$
begin
    create schema if not exists ${reporting_workflow};

    create or replace view ${reporting_workflow}.requests as
    select r.id::text as id, r.owner as iso_agent_id, r.attributes ->> 'status' as status,
        r.attributes ->> 'departure_airport' as departure_airport,
        r.attributes ->> 'arrival_airport' as arrival_airport,
        r.attributes ->> 'departure_date' as departure_date, r.attributes ->> 'passengers' as passengers,
        r.attributes, r.created_at, r.changed_at as updated_at
    from ${schema}.requests r;

    -- Two owners may use one key, and a key may be used again: here a conversation has the id of its session.
    create or replace view ${reporting_workflow}.conversations as
    select s.id::text as id, s.session_key as conversation_key, s.owner_key as iso_agent_id, s.title as subject,
        coalesce(t.message_count, 0) as message_count, s.created_at, t.last_message_at
    from ${schema}.sessions s
    left join ${schema}.threads t on t.session_id = s.id and t.held_key = 'main'
    where s.kind = 'WORKFLOW' and s.deleted_at is null;

    create or replace view ${reporting_workflow}.chat_sessions as
    select s.id::text as id, s.id::text as conversation_id, s.session_key as conversation_key,
        s.owner_key as iso_agent_id,
        case when s.status in ('ACTIVE', 'IDLE') then 'active' when s.status = 'PAUSED' then 'paused'
            when s.status = 'ARCHIVED' then 'archived' else 'completed' end as status,
        l.request_id, l.avinode_trip_id, l.avinode_rfp_id, l.avinode_rfq_id, l.primary_quote_id, l.proposal_id,
        a.attributes ->> 'current_step' as current_step, a.attributes -> 'workflow_state' as workflow_state,
        a.attributes -> 'metadata' as metadata, coalesce(t.message_count, 0) as message_count,
        coalesce(c.quotes_received_count, 0) as quotes_received_count,
        coalesce(c.quotes_expected_count, 0) as quotes_expected_count,
        coalesce(c.operators_contacted_count, 0) as operators_contacted_count,
        s.created_at as session_started_at, s.ended_at as session_ended_at, s.last_activity_at, s.created_at
    from ${schema}.sessions s
    left join ${schema}.threads t on t.session_id = s.id and t.held_key = 'main'
    left join ${schema}.session_attributes a on a.session_id = s.id
    left join lateral (
        select max(e.label) filter (where e.name = 'request_id') as request_id,
            max(e.label) filter (where e.name = 'avinode_trip_id') as avinode_trip_id,
            max(e.label) filter (where e.name = 'avinode_rfp_id') as avinode_rfp_id,
            max(e.label) filter (where e.name = 'avinode_rfq_id') as avinode_rfq_id,
            max(e.label) filter (where e.name = 'primary_quote_id') as primary_quote_id,
            max(e.label) filter (where e.name = 'proposal_id') as proposal_id
        from ${schema}.session_labels e where e.session_id = s.id) l on true
    left join lateral (
        select max(e.counted) filter (where e.name = 'quotes_received_count') as quotes_received_count,
            max(e.counted) filter (where e.name = 'quotes_expected_count') as quotes_expected_count,
            max(e.counted) filter (where e.name = 'operators_contacted_count') as operators_contacted_count
        from ${schema}.session_counters e where e.session_id = s.id) c on true
    where s.kind = 'WORKFLOW' and s.deleted_at is null;
exception
    when insufficient_privilege then raise warning '% was not made: %', '${reporting_workflow}', sqlerrm;
end $$;

insert into ${schema}.schema_version (version) values (12);
