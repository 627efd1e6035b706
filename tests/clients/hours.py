"""How long agents were connected, by what the API tells, and whether that is what really happened."""

import duckdb

print(duckdb.sql("""
    with of_agents as (
        select channel.party.id as agentId, unnest(channel.events) as event
        from (select unnest(channels) as channel from 'tables/interactions/*/*.parquet')
        where channel.party.role = 'Agent'
    ),
    told as (select agentId, sum(event.duration) as time from of_agents where event.type = 'Connected' group by all),
    truth as (select agentId, sum(talk + hold) as time from 'tables/truth/handle-times/*/*.parquet' group by all)
    select agentId, round(told.time / 3600e3, 2) as hours, told.time = truth.time as is_right
    from told join truth using (agentId) order by hours desc limit 3
"""))
