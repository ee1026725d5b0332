/** The conditions of a rule, one to a row, as a sentence with gaps. */
import { Button, Form, type FormInstance, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { RowPicker } from '../../../../ui/form/remote-pickers.tsx';
import { AreaInput } from '../../../maps/web/area-input.tsx';
import type { ThingModel } from '../../thing-model.ts';
import { useModel } from './use-model.ts';
import { unitText } from '../device/device-words.ts';
import {
  directions,
  fixedDirections,
  kindTitles,
  type LeafDraft,
  numberParts,
  placeDraft,
  type RuleDraft,
} from './rule-draft.ts';

const mostLeaves = 8;
const kinds = Object.entries(kindTitles).map(([value, label]) => ({ value, label }));
/** Whether a place is reported or fixed is told from the model. */
const kindsWithoutModel = kinds.map((each) => ({ ...each, disabled: each.value === 'place' }));

export interface ConditionRowsProps {
  readonly form: FormInstance<RuleDraft>;
  readonly model: ThingModel | undefined;
}

export function ConditionRows(props: ConditionRowsProps): ReactNode {
  // Whole: also what no field of the form asks for, the names of longitude and latitude.
  const leaves = Form.useWatch('leaves', { form: props.form, preserve: true }) ?? [];
  const ownDevice = Form.useWatch('device', props.form);
  return (
    <Form.List name="leaves">
      {(fields, { add, remove }) => (
        <div className="telemetry-conditions">
          {fields.map(({ key, name }) => (
            <Row
              key={key}
              name={name}
              leaf={leaves[name]}
              model={props.model}
              joint={ownDevice !== undefined && ownDevice !== null}
              onKind={(kind) =>
                props.form.setFieldValue(
                  ['leaves', name],
                  kind === 'place'
                    ? placeDraft(props.model?.properties ?? [])
                    : { kind, is: directions[kind]?.[0]?.value },
                )
              }
              onRemove={fields.length > 1 ? () => remove(name) : undefined}
            />
          ))}
          {fields.length < mostLeaves && (
            <Button type="dashed" onClick={() => add({ kind: 'threshold', is: 'above' })}>
              添加条件
            </Button>
          )}
        </div>
      )}
    </Form.List>
  );
}

interface RowProps {
  readonly name: number;
  readonly leaf: LeafDraft | undefined;
  readonly model: ThingModel | undefined;
  /** The rule is of one device, so that a condition may be of another. */
  readonly joint: boolean;
  readonly onKind: (kind: LeafDraft['kind']) => void;
  readonly onRemove: (() => void) | undefined;
}

function Row(props: RowProps): ReactNode {
  const { name, leaf } = props;
  // A picker that was cleared says null.
  const device = leaf?.device || undefined;
  const other = useModel(device === undefined ? undefined : { device });
  const { properties = [], events = [] } = (device === undefined ? props.model : other) ?? {};
  const kind = leaf?.kind ?? 'threshold';
  const fixed = kind === 'place' && leaf?.longitude === undefined;
  const property = properties.find((each) => each.name === leaf?.property);
  const unit = (of: string | undefined) => (of === 'property' ? unitText(property?.unit ?? '1') : (of ?? ''));
  return (
    <div className="telemetry-condition">
      <Form.Item name={[name, 'kind']}>
        <Select
          aria-label="条件"
          style={{ width: 140 }}
          options={props.model === undefined ? kindsWithoutModel : kinds}
          onChange={props.onKind}
        />
      </Form.Item>
      {kind !== 'place' && props.joint && (
        <Form.Item name={[name, 'device']} style={{ width: 190 }} tooltip="空则本规则的设备">
          <RowPicker register="telemetry.device" />
        </Form.Item>
      )}
      {kind === 'event' && (
        <Form.Item name={[name, 'event']} rules={[{ required: true, message: '选择事件' }]}>
          <Select
            aria-label="事件"
            placeholder="事件"
            style={{ width: 150 }}
            options={events.map((each) => ({ value: each.name, label: each.title }))}
          />
        </Form.Item>
      )}
      {kind !== 'place' && kind !== 'event' && (
        <Form.Item name={[name, 'property']} rules={[{ required: true, message: '选择属性' }]}>
          <Select
            aria-label="属性"
            placeholder="属性"
            style={{ width: 130 }}
            options={properties
              .filter((each) => each.type !== 'text')
              .map((each) => ({ value: each.name, label: each.title }))}
          />
        </Form.Item>
      )}
      {directions[kind] && (
        <Form.Item name={[name, 'is']} rules={[{ required: true, message: '选择方向' }]}>
          <Select
            aria-label="方向"
            placeholder="方向"
            style={{ width: 84 }}
            options={directions[kind].filter(({ value }) => !fixed || fixedDirections.has(value))}
          />
        </Form.Item>
      )}
      {kind === 'place' && (
        <>
          <Form.Item name={[name, 'area']} rules={[{ required: true, message: '画出范围' }]}>
            <AreaInput />
          </Form.Item>
          <span className="city-muted telemetry-condition-note">
            {fixed
              ? '按台账里的安装位置，与其他条件一起用'
              : '按设备上报的经纬度；范围随规则保存，图层以后改动不影响'}
          </span>
        </>
      )}
      {numberParts[kind]
        .filter(({ only }) => only === undefined || only === leaf?.is)
        .map((part) => (
          <Form.Item
            key={part.name}
            name={[name, part.name]}
            rules={part.optional ? [] : [{ required: true, message: `填写${part.title}` }]}
          >
            <InputNumber
              aria-label={part.title}
              prefix={<span className="city-muted">{part.title}</span>}
              suffix={unit(part.unit)}
              style={{ width: 190 }}
            />
          </Form.Item>
        ))}
      {props.onRemove && (
        <Button type="link" danger onClick={props.onRemove}>
          删除
        </Button>
      )}
    </div>
  );
}
