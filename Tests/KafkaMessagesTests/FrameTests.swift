import KafkaMessages
import KafkaWire
import Testing

@Suite struct FrameTests {
    @Test("header versions follow the message's version, but ApiVersions answers always have header 0")
    func headerVersions() throws {
        for columns in try Vector.lines("headers").dropFirst() {
            let key = try #require(Int16(columns[0]))
            let version = try #require(Int16(columns[2]))
            let type = try #require(MessageIndex.request(for: key))
            try checkHeaders(of: type, version, request: Int(columns[3]) ?? 0, response: Int(columns[4]) ?? 0)
        }
    }

    private func checkHeaders<R: ServedRequest>(of type: R.Type, _ version: Int16, request: Int, response: Int) throws {
        #expect((R.isFlexible(version) ? 2 : 1) == request, "\(R.name) v\(version)")
        // A correlation id, and an empty tagged section where the header is v1; then an answer that is cut short.
        let payload: [UInt8] = [0, 0, 0, 9, 0, 0]
        let body = try Frame.responseBody(to: R.self, version: version, payload: payload)
        #expect(body.reader.offset == 4 + response, "\(R.name) v\(version)")
    }

    @Test("what one end frames the other end reads", arguments: [0, 3, 4] as [Int16])
    func bothEnds(version: Int16) throws {
        let request = ApiVersionsRequest(clientSoftwareName: version < 3 ? "" : "mend", clientSoftwareVersion: version < 3 ? "" : "1.0")
        let sent = try Frame.request(request, version: version, correlationID: 77, clientID: "größe")
        var assembler = FrameAssembler()
        for byte in sent { assembler.append([byte]) }
        let payload = try #require(try assembler.next())
        let received = try Frame.receivedRequest(payload)
        #expect(received.header.correlationId == 77 && received.header.clientId == "größe")
        #expect(received.header.requestApiKey == 18 && received.header.requestApiVersion == version)
        let read = try Frame.body(ApiVersionsRequest.self, of: received)
        #expect(read.clientSoftwareName == request.clientSoftwareName)

        let answer = ApiVersionsResponse(apiKeys: [.init(apiKey: 3, minVersion: 0, maxVersion: 13)])
        let frame = try Frame.response(answer, to: ApiVersionsRequest.self, version: version, correlationID: 77)
        assembler.append(frame)
        let back = try #require(try assembler.next())
        #expect(Frame.correlationID(ofResponse: back) == 77)
        let decoded = try Frame.response(to: ApiVersionsRequest.self, version: version, payload: back)
        #expect(decoded.apiKeys.map(\.maxVersion) == [13])
        #expect(try assembler.next() == nil)
    }

    @Test("a broker that does not know the version of ApiVersions answers in version 0")
    func apiVersionsFallback() throws {
        let answer = ApiVersionsResponse(
            errorCode: .unsupportedVersion, apiKeys: [.init(apiKey: 18, minVersion: 0, maxVersion: 3)])
        let frame = try Frame.response(answer, to: ApiVersionsRequest.self, version: 0, correlationID: 1)
        let decoded = try Frame.response(to: ApiVersionsRequest.self, version: 4, payload: Array(frame.dropFirst(4)))
        #expect(decoded.errorCode == .unsupportedVersion)
        #expect(decoded.apiKeys.first?.maxVersion == 3)
    }

    @Test("bytes after the answer are a fault that names the message")
    func trailingBytes() throws {
        let frame = try Frame.response(ListConfigResourcesResponse(), to: ListConfigResourcesRequest.self, version: 1, correlationID: 1)
        let payload = Array(frame.dropFirst(4)) + [0]
        let fault = #expect(throws: WireFault.self) {
            _ = try Frame.response(to: ListConfigResourcesRequest.self, version: 1, payload: payload)
        }
        #expect(fault?.kind == .trailingBytes && fault?.apiKey == 74 && fault?.field == "ListConfigResourcesResponse")
    }

    @Test(
        "a frame larger than the limit is a fault before its bytes come", arguments: [[0x7F, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFF]])
    func hostileLength(bytes: [UInt8]) {
        var assembler = FrameAssembler(limit: 1000)
        assembler.append(bytes)
        let fault = #expect(throws: WireFault.self) { _ = try assembler.next() }
        #expect(fault?.kind == .frameTooLarge)
    }

    @Test("an API that is not spoken here is a fault")
    func unknownAPI() {
        let fault = #expect(throws: WireFault.self) { _ = try Frame.receivedRequest([0x03, 0xE7, 0, 1, 0, 0, 0, 1, 0xFF, 0xFF]) }
        #expect(fault?.kind == .unsupported && fault?.apiKey == 999)
    }
}
