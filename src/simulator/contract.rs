//! The two payloads of the platform's own documentation, word for word.

/// The "Example Payload".
pub fn contract_example() -> &'static str {
    r#"{
"callId": "693bff62619c51fac21acf50",
"recordingUri": "https://storage.example.com/recordings/693bff62619c51fac21acf50/call_recording.ogg",
"transcriptUri": "https://storage.example.com/transcripts/transcript_693bff62619c51fac21acf50.json",
"callerDetails": {
"name": "John Smith",
"phoneNumber": "+1-555-123-4567",
"email": "john.smith@example.com",
"scheduledTime": "2025-01-20T10:00:00Z",
"address": "123 Main Street",
"city": "New York",
"state": "NY",
"country": "USA",
"language": "English"
},
"callAnalysis": {
"summary": "Customer called to schedule a product demo...",
"mood": "Positive",
"score": 85,
"callOutcome": "Demo Scheduled",
"classification": "Sales Inquiry"
}
}"#
}

/// The body of the `curl` line under "Testing".
pub fn contract_curl_body() -> &'static str {
    r#"{
"callId": "test-call-123",
"recordingUri": "https://example.com/recording.ogg",
"callerDetails": {
"name": "Test User",
"phoneNumber": "+1-555-000-0000"
}
}"#
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::Datum;

    #[test]
    fn both_are_json_in_the_contracts_order() {
        let keys = |json: &str| Datum::parse(json).unwrap().fields().iter().map(|f| f.0.clone()).collect::<Vec<_>>();
        assert_eq!(
            keys(contract_example()),
            ["callId", "recordingUri", "transcriptUri", "callerDetails", "callAnalysis"]
        );
        assert_eq!(keys(contract_curl_body()), ["callId", "recordingUri", "callerDetails"]);
    }
}
