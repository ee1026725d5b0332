/** 三方协议 on a contract's page: the words, the three seals, the assessment that comes before them. */
import { Alert, Button, Collapse, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { saveFile } from '../../../../../engines/registers/web/import/save-file.ts';
import { callFile } from '../../../../../ui/call.ts';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { DescriptionList, Section } from '../../../../../ui/layout.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import type { AccordView } from '../../accord-routes.ts';
import contract from '../../contract.ts';
import { accordRoles, accordStages, conclusions, grades } from '../../data/accord-words.ts';
import { Assess } from './assess.tsx';

const tones: Readonly<Record<string, string>> = {
  waiting: 'yellow',
  signing: 'blue',
  effective: 'green',
  expired: 'grey',
  ended: 'red',
  withdrawn: 'grey',
};

function wordOf(words: Readonly<Record<string, string>>, code: string): string {
  return words[code] ?? code;
}

function assessedText({ assessment, needsAssessment }: AccordView): string {
  if (assessment !== null)
    return `${wordOf(conclusions, assessment.conclusion)}（${momentText(assessment.at)}）`;
  return needsAssessment ? '尚未评估' : '不要求';
}

/** Nothing for a contract that needs none. */
export function Accord({ id }: { readonly id: string }): ReactNode {
  const asked = useCall(contract.routes.accord, { id });
  const accord = asked.data?.accord ?? null;
  return accord === null ? null : <Shown id={id} accord={accord} />;
}

function Shown({ id, accord }: { readonly id: string; readonly accord: AccordView }): ReactNode {
  const [assessing, setAssessing] = useState(false);
  const { assessment } = accord;
  const blocked = accord.needsAssessment && assessment?.conclusion !== 'pass';
  const renewing = accord.until !== null && (accord.stage === 'waiting' || accord.stage === 'signing');
  return (
    <Section
      title="三方协议"
      extra={
        accord.mayAssess && (
          <Button size="small" onClick={() => setAssessing(true)}>
            登记安全评估
          </Button>
        )
      }
    >
      <div className="sharing-accord">
        <DescriptionList
          items={[
            { label: '协议编号', value: accord.number },
            {
              label: '状态',
              value: <StatusTag tone={tones[accord.stage]}>{wordOf(accordStages, accord.stage)}</StatusTag>,
            },
            { label: '数据级别', value: wordOf(grades, accord.grade) },
            {
              label: '安全评估',
              value: assessedText(accord),
            },
          ]}
        />
        {renewing && (
          <Alert
            type="info"
            showIcon
            title={`续签至${accord.until ?? ''}：三方全部用印后延长，此前按原协议和原期限`}
            action={
              accord.renewal !== null && (
                <Link to={`/flow/cases/data-sharing.renewal/${accord.renewal}`}>查看或撤回续期</Link>
              )
            }
          />
        )}
        {blocked && !renewing && !['ended', 'expired', 'withdrawn'].includes(accord.stage) && (
          <Alert type="warning" showIcon title="通过安全评估后才能用印，三方全部用印前合同不生效" />
        )}
        <Seals id={id} accord={accord} blocked={blocked} />
        <Collapse
          items={[
            {
              key: 'body',
              label: '协议正文',
              children: (
                <>
                  {accord.body.split('\n').map((line) => (
                    <p key={line} className="sharing-clause">
                      {line}
                    </p>
                  ))}
                </>
              ),
            },
          ]}
        />
        {accord.former.length > 0 && <Former id={id} former={accord.former} />}
      </div>
      {assessing && <Assess id={id} checklist={accord.checklist} onClose={() => setAssessing(false)} />}
    </Section>
  );
}

function Former(props: { readonly id: string; readonly former: AccordView['former'] }): ReactNode {
  return (
    <Table
      rowKey="number"
      size="small"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={[...props.former]}
      columns={[
        { title: '以前的协议', dataIndex: 'number' },
        { title: '期限至', dataIndex: 'until' },
        {
          title: '生效',
          render: (_, { effectiveAt, withdrawnAt }) => {
            if (withdrawnAt !== null) return `续签撤回（${momentText(withdrawnAt)}）`;
            return effectiveAt === null ? '—' : momentText(effectiveAt);
          },
        },
        {
          title: '已用印文件',
          render: (_, { number, roles }) =>
            roles.map((role) => (
              <Button
                key={role}
                type="link"
                size="small"
                onClick={() =>
                  void saveFile(() => callFile(contract.routes.sealedAccord, { id: props.id, role, number }))
                }
              >
                {accordRoles[role]}
              </Button>
            )),
        },
      ]}
    />
  );
}

function Seals(props: {
  readonly id: string;
  readonly accord: AccordView;
  readonly blocked: boolean;
}): ReactNode {
  const { id, accord, blocked } = props;
  const seal = useAct(contract.routes.sealAccord);
  return (
    <Table
      rowKey="role"
      size="small"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={[...accord.parties]}
      columns={[
        { title: '一方', render: (_, { role }) => accordRoles[role] },
        { title: '机关', dataIndex: 'name' },
        {
          title: '用印',
          render: (_, { sealedAt }) => (sealedAt === null ? '未用印' : momentText(sealedAt)),
        },
        {
          title: '操作',
          render: (_, { role, sealedAt, maySeal }) => {
            if (sealedAt !== null)
              return (
                <Button
                  type="link"
                  size="small"
                  onClick={() => void saveFile(() => callFile(contract.routes.sealedAccord, { id, role }))}
                >
                  下载已用印的OFD
                </Button>
              );
            if (!maySeal) return '—';
            return (
              <Button
                type="primary"
                size="small"
                disabled={blocked}
                loading={seal.acting}
                onClick={() => void seal.act({ id, role, digest: accord.digest })}
              >
                用印
              </Button>
            );
          },
        },
      ]}
    />
  );
}
