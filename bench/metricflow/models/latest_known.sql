select kpi, period_start, stage, project, provider,
       arg_max(actual, struct_pack(a := recorded_at, b := seq)) as actual
from read_parquet({{ var("files") }})
where recorded_at <= timestamptz '{{ var("known_at") }}'
group by all
