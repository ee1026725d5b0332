-- 文化：各县区各类场馆的个数、接待人次和每馆人次
with counted as (
  select area, kind, count(distinct venue) as venues, sum(visits) as visits
  from venues
  group by area, kind
)
select area, kind, venues, visits, round(visits / nullif(venues, 0), 1) as visits_each
from counted
