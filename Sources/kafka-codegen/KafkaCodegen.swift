@main
enum KafkaCodegen {
    static func main() {}
}
