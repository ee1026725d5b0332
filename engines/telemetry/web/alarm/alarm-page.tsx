/** One alarm: what a rule saw, the curve under it, and what was done with it. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import type { Point } from '../../../../kernel/register.ts';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { durationText, momentText } from '../../../../ui/form/city-time.ts';
import { DescriptionList, PageFrame, Section, TwoColumns } from '../../../../ui/layout.tsx';
import { MapFrame } from '../../../../ui/map-frame.tsx';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import registersContract from '../../../registers/contract.ts';
import { registerPath } from '../../../registers/web/parts/register-path.ts';
import contract from '../../contract.ts';
import { alarmStatuses, levelTitles } from '../../registers/alarm.ts';
import type { DeviceReply } from '../../routes/device-routes.ts';
import { type AlarmShown, hasCurve, hoursSince, levelTones, statusTones } from './alarm-words.ts';
import { HandleAlarm } from './handle-alarm.tsx';
import { DeviceCurve } from '../device/device-curve.tsx';
import { unitText, valueText } from '../device/device-words.ts';
import { paths } from '../paths.ts';
import '../telemetry.css';

const register = 'telemetry.alarm';

export default function AlarmPage(): ReactNode {
  const { id = '' } = useParams();
  const reply = useCall(registersContract.routes.read, { register, id });
  return <Shown of={reply}>{({ row }) => <WithDevice alarm={row as unknown as AlarmShown} />}</Shown>;
}

function WithDevice(props: { readonly alarm: AlarmShown }): ReactNode {
  const reply = useCall(contract.routes.device, { id: props.alarm.device });
  return <Shown of={reply}>{(device) => <Framed alarm={props.alarm} device={device} />}</Shown>;
}

function Framed(props: { readonly alarm: AlarmShown; readonly device: DeviceReply }): ReactNode {
  const { alarm, device } = props;
  usePageTitle(alarm.title);
  const property = device.properties.find((each) => each.name === alarm.property);
  return (
    <PageFrame
      title={alarm.title}
      breadcrumb={[{ title: '感知监测' }, { title: '感知告警', to: paths.alarms }]}
      tags={
        <>
          <StatusTag tone={levelTones[alarm.level]} solid>
            {levelTitles[alarm.level]}
          </StatusTag>
          <StatusTag tone={statusTones[alarm.status]}>{alarmStatuses[alarm.status]}</StatusTag>
        </>
      }
      extra={
        <>
          <Link to={paths.device(device.id)}>
            <Button tabIndex={-1}>查看设备</Button>
          </Link>
          <HandleAlarm alarm={alarm} />
        </>
      }
    >
      <TwoColumns
        main={
          property && hasCurve(alarm) ? (
            <DeviceCurve
              device={device.id}
              property={property}
              hours={hoursSince(alarm.raisedAt, Date.now())}
            />
          ) : (
            <Where position={alarm.position} />
          )
        }
        side={
          <>
            <Section title="告警" extra={<Link to={registerPath.detail(register, alarm.id)}>变更历史</Link>}>
              <DescriptionList
                columns={1}
                items={[
                  { label: '设备', value: device.name },
                  {
                    label: '规则',
                    value: <Link to={paths.rule(alarm.rule)}>第 {alarm.ruleVersion} 版，查看</Link>,
                  },
                  ...(alarm.reason ? [{ label: '说明', value: alarm.reason }] : []),
                  {
                    label: '触发值',
                    value:
                      property && alarm.value !== null
                        ? `${valueText(property, { value: alarm.value, words: null })} ${unitText(property.unit)}`
                        : '—',
                  },
                  {
                    label: '限值',
                    value:
                      property && alarm.limit !== null
                        ? `${valueText(property, { value: alarm.limit, words: null })} ${unitText(property.unit)}`
                        : '—',
                  },
                  { label: '次数', value: `${alarm.times} 次` },
                  ...caseOf(alarm),
                ]}
              />
            </Section>
            <Section title="经过">
              <DescriptionList columns={1} items={coursesOf(alarm)} />
            </Section>
          </>
        }
      />
    </PageFrame>
  );
}

function Where(props: { readonly position: Point | null }): ReactNode {
  const { position } = props;
  return (
    <Section flush={position !== null} title="位置">
      {position === null ? (
        <Empty text="没有登记位置" />
      ) : (
        <MapFrame height={380} label="告警位置" marker={position} centre={position} zoom={14} />
      )}
    </Section>
  );
}

function caseOf({ caseType, caseId, caseProblem }: AlarmShown) {
  if (caseId !== null && caseType !== null)
    return [{ label: '案件', value: <Link to={paths.case(caseType, caseId)}>查看案件</Link> }];
  return caseProblem === null ? [] : [{ label: '未能立案', value: caseProblem }];
}

function coursesOf(alarm: AlarmShown) {
  const lasted =
    alarm.clearedAt === null ? undefined : Date.parse(alarm.clearedAt) - Date.parse(alarm.lastAt);
  return [
    { label: '首次告警', value: momentText(alarm.raisedAt) },
    ...(alarm.times > 1 ? [{ label: '最近告警', value: momentText(alarm.lastAt) }] : []),
    { label: '确认', value: momentText(alarm.acknowledgedAt) },
    {
      label: '恢复',
      value: lasted === undefined ? '—' : `${momentText(alarm.clearedAt)}（持续 ${durationText(lasted)}）`,
    },
    { label: '关闭', value: momentText(alarm.closedAt) },
    ...(alarm.conclusion === null ? [] : [{ label: '结论', value: alarm.conclusion }]),
  ];
}
