-- What was spent is summed by model too.
alter table ${schema}.usage_sums drop constraint usage_sums_pkey, add column model text not null default '';
delete from ${schema}.usage_sums;
alter table ${schema}.usage_sums alter column model drop default, alter column model type text collate "C",
    add primary key (session_id, spent_on, user_id, model);
insert into ${schema}.usage_sums (session_id, spent_on, user_id, model, calls, input_tokens, output_tokens,
    cached_tokens, reasoning_tokens)
select session_id, cast(spent_at at time zone 'UTC' as date), user_id, model, count(*), sum(input_tokens),
    sum(output_tokens), sum(cached_tokens), sum(reasoning_tokens)
from ${schema}.usage_entries group by 1, 2, 3, 4;
create index usage_sums_by_day on ${schema}.usage_sums (spent_on);

-- What may be spent. The user is empty for everybody, the model for all that is spent.
create table ${schema}.budgets (
    user_id text collate "C" not null,
    model text collate "C" not null,
    period text collate "C" not null,
    zone text not null,
    tokens bigint not null,
    reserve bigint not null,
    since timestamp(6) with time zone not null,
    primary key (user_id, model, period)
);

create table ${schema}.budget_windows (
    user_id text collate "C" not null,
    model text collate "C" not null,
    period text collate "C" not null,
    starts_at timestamp(6) with time zone not null,
    ends_at timestamp(6) with time zone not null,
    used_tokens bigint not null,
    reserved_tokens bigint not null,
    warned boolean not null,
    primary key (user_id, model, period, starts_at)
) with (fillfactor = 50);
create index budget_windows_by_end on ${schema}.budget_windows (ends_at);

-- What is set aside for replies that are not finished.
create table ${schema}.budget_holds (
    session_id uuid not null,
    reply_id uuid not null,
    model text collate "C" not null,
    period text collate "C" not null,
    user_id text collate "C" not null,
    starts_at timestamp(6) with time zone not null,
    tokens bigint not null,
    primary key (session_id, reply_id, model, period)
);

insert into ${schema}.schema_version (version) values (17);
