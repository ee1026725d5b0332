/** Warns two minutes before the server ends an idle session, and keeps it when the person is still there. */
import { Modal } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { call } from '../../ui/call.ts';
import { sessionRoute } from '../shell/access-routes.ts';

const warnMilliseconds = 2 * 60_000;

export function IdleWarning(props: { readonly minutes: number | undefined }): ReactNode {
  const { minutes } = props;
  const [left, setLeft] = useState<number | undefined>(undefined);
  const warned = useRef(false);
  const open = left !== undefined;
  warned.current = open;
  useEffect(() => {
    if (minutes === undefined) return;
    let touched = Date.now();
    let renewed = Date.now();
    const touch = () => {
      if (warned.current) return;
      touched = Date.now();
      // Reading a long text or typing a long opinion sends nothing: tell the server now and then that somebody is there.
      if (touched - renewed > minutes * 20_000) {
        renewed = touched;
        void call(sessionRoute, {}).catch(() => undefined);
      }
    };
    const timer = setInterval(() => {
      const rest = touched + minutes * 60_000 - Date.now();
      setLeft(rest <= warnMilliseconds ? Math.max(0, Math.ceil(rest / 1000)) : undefined);
    }, 1000);
    for (const name of ['pointerdown', 'keydown', 'wheel']) addEventListener(name, touch, { passive: true });
    return () => {
      clearInterval(timer);
      for (const name of ['pointerdown', 'keydown', 'wheel']) removeEventListener(name, touch);
    };
  }, [minutes, open]);
  return (
    <Modal
      open={open}
      title="长时间没有操作"
      closable={false}
      cancelButtonProps={{ style: { display: 'none' } }}
      okText="继续使用"
      onOk={() => {
        void call(sessionRoute, {}).catch(() => undefined);
        setLeft(undefined);
      }}
    >
      {left === 0
        ? '登录已到期，继续使用时可能需要重新登录；已填写的内容还在。'
        : `还有 ${left ?? 0} 秒将自动退出登录。`}
    </Modal>
  );
}
