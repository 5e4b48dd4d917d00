'use client';

import { Eye, EyeOff } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import button from '../ui/button.module.css';
import styles from './fields.module.css';

export function EmailField({ missing, describedBy }: { missing: boolean; describedBy: string | undefined }) {
  const id = useId();
  const errorId = `${id}-error`;
  return (
    <Field id={id} label="E-mail address" error={missing && 'Enter your e-mail address.'}>
      <input
        id={id}
        className={styles.input}
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={255}
        required
        aria-invalid={missing}
        aria-describedby={missing ? errorId : describedBy}
      />
    </Field>
  );
}

export function PasswordField({ missing }: { missing: boolean }) {
  const id = useId();
  const errorId = `${id}-error`;
  const [shown, setShown] = useState(false);
  return (
    <Field id={id} label="Password" error={missing && 'Enter the password.'}>
      <div className={styles.withButton}>
        <input
          id={id}
          className={styles.input}
          name="password"
          type={shown ? 'text' : 'password'}
          autoComplete="current-password"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={1024}
          required
          aria-invalid={missing}
          aria-describedby={missing ? errorId : undefined}
        />
        <button
          type="button"
          className={`${button.icon} ${styles.reveal}`}
          aria-pressed={shown}
          aria-controls={id}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
          <span className="visually-hidden">Show password</span>
        </button>
      </div>
    </Field>
  );
}

function Field(props: { id: string; label: string; error: string | false; children: ReactNode }) {
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={props.id}>
        {props.label}
      </label>
      {props.children}
      {props.error && (
        <p className={styles.error} id={`${props.id}-error`}>
          {props.error}
        </p>
      )}
    </div>
  );
}
