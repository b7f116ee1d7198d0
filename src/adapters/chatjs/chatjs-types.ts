/**
 * The part of amazon-connect-chatjs 5.0.0 that is used here, as it behaves: its own declarations are global, lack
 * `endpoint`, and describe neither what handlers receive nor what calls reject with.
 */
export interface Chatjs {
  setGlobalConfig(config: {
    readonly region: string;
    readonly endpoint: string;
    readonly loggerConfig: { readonly useDefaultLogger: boolean };
    readonly features: { readonly messageReceipts: { readonly shouldSendMessageReceipts: boolean } };
    readonly customUserAgentSuffix: string;
    readonly webSocketManagerConfig: { readonly isNetworkOnline: () => boolean };
  }): void;
  create(args: {
    readonly chatDetails: {
      readonly contactId: string;
      readonly participantId: string;
      readonly participantToken: string;
    };
    readonly options: { readonly region: string };
    readonly type: 'CUSTOMER';
    readonly disableCSM: boolean;
  }): ChatjsSession;
}

/** What every handler gets. `chatDetails` beside `data` holds both tokens: it stays here. */
export interface ChatjsEvent {
  readonly data?: unknown;
  /** Only on the first `onConnectionEstablished`, which tells of an HTTP answer and of no socket. */
  readonly connectCalled?: boolean;
}

type Subscribe = (handler: (event: ChatjsEvent) => void) => void;

export interface ChatjsSession {
  readonly controller?: ChatjsController;
  onConnectionEstablished: Subscribe;
  onConnectionLost: Subscribe;
  onConnectionBroken: Subscribe;
  onDeepHeartbeatSuccess: Subscribe;
  onDeepHeartbeatFailure: Subscribe;
  onMessage: Subscribe;
  onTyping: Subscribe;
  onDeliveredReceipt: Subscribe;
  onReadReceipt: Subscribe;
  onParticipantIdle: Subscribe;
  onParticipantReturned: Subscribe;
  onParticipantInvited: Subscribe;
  onAutoDisconnection: Subscribe;
  onParticipantDisplayNameUpdated: Subscribe;
  onChatRehydrated: Subscribe;
  /** Undefined when called twice. */
  connect(): Promise<unknown> | undefined;
  sendMessage(args: {
    readonly message: string;
    readonly contentType: 'text/plain';
    readonly clientToken: string;
  }): Promise<{ readonly data?: { readonly Id?: string; readonly AbsoluteTime?: string } }>;
  sendEvent(args: {
    readonly contentType: 'application/vnd.amazonaws.connect.event.typing';
    readonly clientToken: string;
  }): Promise<unknown>;
  getTranscript(args: {
    readonly scanDirection: 'BACKWARD';
    readonly sortOrder: 'ASCENDING';
    readonly maxResults: number;
    readonly nextToken?: string;
    readonly startPosition?: { readonly id: string };
  }): Promise<{ readonly data?: { readonly Transcript?: unknown; readonly NextToken?: string } }>;
  disconnectParticipant(): Promise<unknown>;
}

/** How the AWS SDK inside decides about another attempt at a call. */
export interface RetryStrategy {
  acquireInitialRetryToken(): Promise<unknown>;
  refreshRetryTokenForRetry(): Promise<never>;
  recordSuccess(): void;
}

/** Not public, and the only way to leave a session without ending the chat. Everything is optional: it may change. */
export interface ChatjsController {
  breakConnection?(): unknown;
  /** Its HTTP client, and the AWS SDK's client in that. */
  readonly chatClient?: { readonly chatClient?: { readonly config?: { retryStrategy?: () => Promise<unknown> } } };
  readonly connectionDetailsProvider?: { fetchConnectionDetails?: () => Promise<unknown> } | null;
  readonly connectionHelper?: {
    /** What the client's own calls carry: it renews it before it expires. */
    getConnectionToken?: () => unknown;
    readonly baseInstance?: {
      readonly websocketManager?: { terminateWebSocketManager?(reason: string): void };
    };
  };
}
