/** 数据集质量: its rules with what they found, what could be asked, what the columns hold, and every check with its offending rows. */
import { Button, Tabs } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { JobProgress, type JobView } from '../../../../ui/job-progress.tsx';
import { PageFrame, Section, Tiles } from '../../../../ui/layout.tsx';
import { NumberCard } from '../../../../ui/number-card.tsx';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { ProfileView } from './dataset/profile-view.tsx';
import { ReportList } from './dataset/report-list.tsx';
import { RuleList } from './dataset/rule-list.tsx';
import { isRunning } from './dataset/suite.ts';
import { SuggestionList } from './dataset/suggestion-list.tsx';
import './quality.css';

export default function DatasetPage(): ReactNode {
  const { id = '' } = useParams();
  const [address, setAddress] = useSearchParams();
  const asked = useCall(contract.routes.suite, { id }, { every: 2000 });
  const run = useAct(contract.routes.run);
  const about = asked.data;
  const name = about?.name ?? '数据集质量';
  usePageTitle(name);
  const enabled = about?.rules.filter(({ stage }) => stage === 'active').length ?? 0;
  const open = (tab: string) => setAddress({ tab }, { replace: true });
  return (
    <PageFrame
      title={name}
      breadcrumb={[{ title: '数据质量', to: '/data-quality' }, { title: '数据集' }]}
      summary={
        about &&
        `${about.departmentName}；最近检查：${about.checkedAt ? momentText(about.checkedAt) : '还没有检查过'}`
      }
      extra={
        <>
          <Link to={`/data-collection/datasets/${id}`}>
            <Button tabIndex={-1}>数据集</Button>
          </Link>
          {about?.mayKeep && (
            <Button
              type="primary"
              disabled={enabled === 0 || isRunning(about.check)}
              loading={run.acting}
              onClick={() => void run.act({ id, kind: 'check' })}
            >
              立即检查
            </Button>
          )}
        </>
      }
    >
      <Shown of={asked} rows={8}>
        {(suite) => (
          <>
            {suite.check && <Running id={id} kind="check" job={suite.check} mayKeep={suite.mayKeep} />}
            {suite.profile && <Running id={id} kind="profile" job={suite.profile} mayKeep={suite.mayKeep} />}
            <Tiles minimum={150}>
              <NumberCard title="质量得分" value={suite.score} digits={1} unit="分" />
              <NumberCard title="启用的规则" value={enabled} unit="条" onOpen={() => open('rules')} />
              <NumberCard
                title="不达标规则"
                value={suite.rules.filter(({ outcome }) => outcome?.passed === false).length}
                unit="条"
                better="lower"
                onOpen={() => open('rules')}
              />
              <NumberCard title="在库行数" value={suite.rows} unit="行" />
            </Tiles>
            <Section flush>
              <Tabs
                activeKey={address.get('tab') ?? 'rules'}
                onChange={open}
                tabBarStyle={{ paddingInline: 16, marginBottom: 0 }}
                items={[
                  { key: 'rules', label: '规则', children: <RuleList id={id} suite={suite} /> },
                  ...(suite.mayKeep
                    ? [
                        {
                          key: 'suggestions',
                          label: '建议',
                          children: <SuggestionList id={id} onTaken={() => open('rules')} />,
                        },
                      ]
                    : []),
                  { key: 'profile', label: '数据画像', children: <ProfileView id={id} suite={suite} /> },
                  { key: 'reports', label: '检查记录', children: <ReportList id={id} suite={suite} /> },
                ]}
              />
            </Section>
          </>
        )}
      </Shown>
    </PageFrame>
  );
}

function Running(props: {
  readonly id: string;
  readonly kind: 'check' | 'profile';
  readonly job: JobView;
  readonly mayKeep: boolean;
}): ReactNode {
  const { id, kind } = props;
  const cancel = useAct(contract.routes.cancel);
  return (
    <Section title={kind === 'check' ? '质量检查' : '数据画像'}>
      <JobProgress
        job={props.job}
        {...(props.mayKeep ? { onCancel: () => void cancel.act({ id, kind }) } : {})}
      />
    </Section>
  );
}
