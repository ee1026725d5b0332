/** 河长公示牌: what the board says, the water of today, and a report without signing in. */
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import { newId } from '../../../../../kernel/ids.ts';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import type { Point } from '../../../../../kernel/register.ts';
import { Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import {
  PhoneButton,
  PhoneCard,
  PhoneField,
  PhoneInput,
  PhonePage,
  PhoneRow,
  PhoneRows,
  PhoneText,
} from '../../../../../ui/phone/phone.tsx';
import { PhonePhotos } from '../../../../../ui/phone/phone-photos.tsx';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { KindField, PlaceField } from '../phone/problem-fields.tsx';
import { shrinkPhoto } from './shrink-photo.ts';
import '../river.css';

type Board = OutputOf<typeof contract.routes.board>;

export default function BoardPage(): ReactNode {
  const { board = '' } = useParams();
  const reply = useCall(contract.routes.board, { board });
  const [reporting, setReporting] = useState(false);
  const [sent, setSent] = useState<{ number: string; code: string } | undefined>(undefined);
  return (
    <PhonePage title="河长公示牌" end={<Link to="/river-chief/follow">查进度</Link>}>
      <Shown of={reply} rows={8}>
        {(shown) => (
          <>
            {sent ? <Sent {...sent} /> : <Face board={shown} />}
            {!sent && reporting && <Report board={shown} onSent={setSent} />}
            {!sent && !reporting && (
              <PhoneButton onClick={() => setReporting(true)}>我要反映问题</PhoneButton>
            )}
          </>
        )}
      </Shown>
    </PhonePage>
  );
}

function Face(props: { readonly board: Board }): ReactNode {
  const { board } = props;
  return (
    <>
      <PhoneCard title={board.reach}>
        <p>
          {board.river}
          {board.length !== null && `，长 ${board.length} km`}
        </p>
        {board.hotline && (
          <p>
            监督电话 <a href={`tel:${board.hotline.replaceAll('-', '')}`}>{board.hotline}</a>
          </p>
        )}
        <p className="phone-hint">
          河长职责：水资源保护、水域岸线管护、水污染防治、水环境治理、水生态修复和执法监管
        </p>
      </PhoneCard>
      <PhoneCard title="河长">
        <PhoneRows>
          {board.chiefs.map((each) => (
            <PhoneRow
              key={`${each.levelName} ${each.name}`}
              title={each.name}
              note={each.office}
              end={<span className="phone-hint">{each.levelName}</span>}
            />
          ))}
        </PhoneRows>
      </PhoneCard>
      {board.water.length > 0 && (
        <PhoneCard title="水质">
          <PhoneRows>
            {board.water.map((each) => (
              <PhoneRow
                key={each.name}
                title={each.name}
                note={`目标 ${each.targetName}，${each.sampledAt === null ? '尚未监测' : `${momentText(each.sampledAt).slice(0, 10)} 监测`}`}
                end={<b>{each.gradeName ?? '—'}</b>}
              />
            ))}
          </PhoneRows>
        </PhoneCard>
      )}
    </>
  );
}

/** Six digits that this phone alone knows. */
function newCode(): string {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return String(number % 1_000_000).padStart(6, '0');
}

function Report(props: {
  readonly board: Board;
  readonly onSent: (sent: { number: string; code: string }) => void;
}): ReactNode {
  const { board, onSent } = props;
  // One id and code for all tries, so that a lost answer makes no second report.
  const [slip] = useState(() => ({ id: newId(), code: newCode() }));
  const [kind, setKind] = useState('');
  const [description, setDescription] = useState('');
  const [phone, setPhone] = useState('');
  const [position, setPosition] = useState<Point | null>(null);
  const [photos, setPhotos] = useState<readonly { key: string; name: string; blob: Blob }[]>([]);
  const [asked, setAsked] = useState(false);
  const [unread, setUnread] = useState(false);
  const { act, acting, error } = useAct(contract.routes.publicReport, {
    onDone: ({ number }) => onSent({ number, code: slip.code }),
  });
  const missing = {
    kind: kind === '' ? '请选择问题类别' : undefined,
    description: description.trim().length < 5 ? '请至少写 5 个字' : undefined,
    position: position === null ? '请定位或在地图上点一下' : undefined,
    phone: phone !== '' && !/^1[3-9]\d{9}$/.test(phone.trim()) ? '请输入 11 位手机号，或留空' : undefined,
  };
  async function send(): Promise<void> {
    setAsked(true);
    setUnread(false);
    if (position === null || Object.values(missing).some((each) => each !== undefined)) return;
    const small = await Promise.all(photos.map(({ blob }) => shrinkPhoto(blob)));
    const read = small.filter((each) => each !== undefined);
    if (read.length < small.length) return setUnread(true);
    await act({
      board: board.board,
      ...slip,
      kind,
      description: description.trim(),
      position,
      photos: read,
      ...(phone.trim() === '' ? {} : { phone: phone.trim() }),
    });
  }
  const said = (name: keyof typeof missing) => (asked ? missing[name] : undefined);
  return (
    <>
      {error && (
        <PhoneCard>
          <p className="phone-error" role="alert">
            没有提交成功：{error.message}
          </p>
        </PhoneCard>
      )}
      <PhoneCard title="反映问题">
        <PhonePhotos
          files={photos}
          most={2}
          onAdd={(files) =>
            setPhotos(
              [...photos, ...files.map((file) => ({ key: newId(), name: file.name, blob: file }))].slice(
                0,
                2,
              ),
            )
          }
          onRemove={(key) => setPhotos(photos.filter((each) => each.key !== key))}
        />
        {unread && (
          <p className="phone-error" role="alert">
            有照片读不出来，请移除后重拍
          </p>
        )}
        <KindField value={kind} error={said('kind')} onChange={setKind} />
        <PhoneField label="问题描述" required error={said('description')}>
          <PhoneText
            value={description}
            maxLength={500}
            placeholder="例如：河边有人倒垃圾"
            onChange={setDescription}
          />
        </PhoneField>
      </PhoneCard>
      <PhoneCard title="选位置">
        <PlaceField line={board.line} value={position} error={said('position')} onChange={setPosition} />
      </PhoneCard>
      <PhoneCard title="联系方式">
        <PhoneField label="手机号（选填）" error={said('phone')} hint="只用于核实情况，不会公开">
          <PhoneInput type="tel" value={phone} maxLength={11} autoComplete="tel" onChange={setPhone} />
        </PhoneField>
      </PhoneCard>
      <PhoneButton disabled={acting} onClick={() => void send()}>
        {acting ? '正在提交…' : '提交'}
      </PhoneButton>
    </>
  );
}

function Sent(props: { readonly number: string; readonly code: string }): ReactNode {
  return (
    <PhoneCard title="已收到，谢谢您">
      <p>请记下（或截屏）编号和查询码，凭它们查进度：</p>
      <p className="river-slip">
        编号 <b>{props.number}</b>
      </p>
      <p className="river-slip">
        查询码 <b>{props.code}</b>
      </p>
      <Link className="phone-button is-primary" to={`/river-chief/follow?number=${props.number}`}>
        查进度
      </Link>
    </PhoneCard>
  );
}
