-- 政务服务：各部门每月受理、办结、按时和网上办理
select
  department,
  strftime(accepted_on, '%Y-%m') as month,
  count(*) as accepted,
  count(finished_on) as finished,
  count(*) filter (where finished_on <= due_on) as in_time,
  count(*) filter (where finished_on is null and due_on < day) as overdue,
  count(*) filter (where channel = '网上') as online
from cases, build
group by department, month
