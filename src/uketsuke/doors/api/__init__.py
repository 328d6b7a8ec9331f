"""公開の API: read-only JSON and calendars, for anybody, without a key."""
