/** 809 上级链路: the platforms above that get the city's vehicles; whether each link stands, how far behind it is, and why it does not. */
import { Button, Form, Input, InputNumber } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { registerPath } from '../../../../../engines/registers/web/parts/register-path.ts';
import telemetryContract, {
  type UplinkView,
  uplinkPassword,
  uplinkReasons,
} from '../../../../../engines/telemetry/contract.ts';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { FormModal } from '../../../../../ui/form/form-modal.tsx';
import { DescriptionList, PageFrame, Section } from '../../../../../ui/layout.tsx';
import { LinkButton } from '../../../../../ui/link-button.tsx';
import { numberText } from '../../../../../ui/number-card.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import { reasonText, standingOf, subordinateText, waitingText } from './uplink-words.ts';
import '../sensing.css';

const register = 'telemetry.uplink';

export default function UplinksPage(): ReactNode {
  const asked = useCall(telemetryContract.routes.uplinks, {}, { every: 3000 });
  return (
    <PageFrame
      title="809 上级链路"
      summary="按 JT/T 809 向上级平台转发车辆位置和报警；断线期间的位置排队，恢复后自动补发"
      extra={asked.data?.mayDeclare && <LinkButton to={registerPath.create(register)}>登记链路</LinkButton>}
    >
      <Shown of={asked} rows={8}>
        {({ uplinks }) =>
          uplinks.length === 0 ? (
            <Empty
              text="还没有上级链路"
              hint="向上级平台领取地址、接入码、用户名和密码后登记；设备台账中有车牌的在用设备才上报"
            />
          ) : (
            uplinks.map((link) => <UplinkSection key={link.id} link={link} />)
          )
        }
      </Shown>
    </PageFrame>
  );
}

function UplinkSection(props: { readonly link: UplinkView }): ReactNode {
  const { link } = props;
  const { title, tone } = standingOf(link);
  return (
    <Section
      title={
        <>
          {link.name} <StatusTag tone={tone}>{title}</StatusTag>
        </>
      }
      extra={<Acts link={link} />}
    >
      <DescriptionList
        items={[
          { label: '状态自', value: link.since === null ? '—' : momentText(link.since) },
          { label: '待上报', value: waitingText(link) },
          { label: '最早一条', value: link.oldestAt === null ? '—' : momentText(link.oldestAt) },
          { label: '最近送达', value: link.sentAt === null ? '从未' : momentText(link.sentAt) },
          { label: '实时位置', value: `${numberText(link.sent)} 条` },
          { label: '补发位置', value: `${numberText(link.replayed)} 条` },
          { label: '报警', value: `${numberText(link.alarms)} 条` },
          { label: '已注册车辆', value: `${numberText(link.vehicles)} 辆` },
          { label: '登录被拒', value: `${numberText(link.refused)} 次` },
          {
            label: '不能上报',
            value: `${numberText(link.leftOut)} 条${link.dropped === 0 ? '' : `，过期丢弃 ${numberText(link.dropped)} 条`}`,
          },
          { label: '最近问题', value: reasonText(link, uplinkReasons) },
          {
            label: '重连',
            value:
              link.failures === 0 ? '—' : `已连续失败 ${link.failures} 次，下次 ${momentText(link.nextAt)}`,
          },
          { label: '从链路', value: subordinateText(link) },
          { label: '地址', value: `${link.host}:${link.port}` },
          {
            label: '版本',
            value: `JT/T 809-${link.edition}${link.encrypted ? '，消息体加密' : ''}`,
          },
          { label: '上报分组', value: link.group ?? '区划内全部' },
        ]}
      />
    </Section>
  );
}

function Acts(props: { readonly link: UplinkView }): ReactNode {
  const { link } = props;
  const [setting, setSetting] = useState(false);
  const retry = useAct(telemetryContract.routes.retryUplink);
  return (
    <div className="sensing-acts">
      <Link to={registerPath.detail(register, link.id)}>查看登记</Link>
      {link.mayKeep && (
        <>
          {link.enabled && link.status === 'down' && (
            <Button loading={retry.acting} onClick={() => void retry.act({ id: link.id })}>
              立即重连
            </Button>
          )}
          <Button onClick={() => setSetting(true)}>{link.hasSecret ? '更换密码' : '设定密码'}</Button>
          {setting && <SecretForm link={link} onClose={() => setSetting(false)} />}
        </>
      )}
    </div>
  );
}

interface Secret {
  readonly password: string;
  readonly m1?: number;
  readonly ia1?: number;
  readonly ic1?: number;
}

const password = [{ required: true, ...uplinkPassword }];
const required = [{ required: true, message: '请填写上级平台给的参数' }];

/** What is kept is never shown again, so both are given anew together. */
function SecretForm(props: { readonly link: UplinkView; readonly onClose: () => void }): ReactNode {
  const { link, onClose } = props;
  const [form] = Form.useForm<Secret>();
  const set = useAct(telemetryContract.routes.setUplinkSecret, { onDone: onClose });
  const send = ({ password: given, m1, ia1, ic1 }: Secret) => {
    const keys = m1 === undefined || ia1 === undefined || ic1 === undefined ? {} : { keys: { m1, ia1, ic1 } };
    void set.act({ id: link.id, password: given, ...keys });
  };
  return (
    <FormModal
      form={form}
      open
      title={`${link.name}的密码`}
      okText="保存"
      acting={set.acting}
      onSend={send}
      onClose={onClose}
    >
      <Form.Item name="password" label="登录密码" rules={password} extra="密封保存，之后不再显示">
        <Input.Password maxLength={8} autoComplete="new-password" />
      </Form.Item>
      {link.encrypted &&
        (['m1', 'ia1', 'ic1'] as const).map((name) => (
          <Form.Item key={name} name={name} label={`加密参数 ${name.toUpperCase()}`} rules={required}>
            <InputNumber min={1} max={4_294_967_295} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        ))}
    </FormModal>
  );
}
